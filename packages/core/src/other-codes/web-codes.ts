import { shapeCode, type OtherCode } from './other-code.ts';

/** Domains that stand on labels. Two letters may be part of a serial (`AB.DE/01`), so that a name of four letters must stand before them. */
const LONG_TLD =
  '(?:com|net|org|info|biz|edu|gov|int|app|dev|link|page|shop|store|tech|cloud|online|site|eco|aero|mobi)';
const SHORT_TLD =
  '(?:qr|id|io|eu|co|uk|us|de|at|ch|fr|es|pt|it|nl|be|pl|cz|sk|hu|ro|bg|gr|se|no|dk|fi|ie|tr|ru|ua|cn|hk|tw|jp|kr|in|sg|my|th|vn|au|nz|br|mx|ca|za|ae|il|me|ly|gl|ai|tv|to)';
const SHORTENERS =
  '(?:bit\\.ly|t\\.co|m\\.me|t\\.me|wa\\.me|g\\.co|goo\\.gl|is\\.gd|a\\.co|amzn\\.to|youtu\\.be|fb\\.me|qr\\.io)';
const HOST = `(?:[a-z0-9-]{1,63}\\.){0,4}(?:[a-z0-9-]{1,63}\\.${LONG_TLD}|[a-z0-9-]{0,59}[a-z][a-z-]{2}[a-z](?:\\.(?:co|com|org))?\\.${SHORT_TLD})`;
const WEB = new RegExp(
  `^(?:(?:https?|ftp|wss?):/{0,2}[^\\s/]|//[a-z0-9-]{1,63}\\.|urlto:|www\\.[a-z0-9-]{2,63}\\.|(?:${SHORTENERS}|${HOST}(?::\\d{1,5})?)[/?])`,
  'iu',
);
const BARE = /^(?:[a-z0-9-]{2,63}\.){1,3}(?:com|net|org)$/iu;
/** `http//` and `httpÖ--`: a keyboard layout took the colon and the slashes. */
const BROKEN_WEB = /^https?(?:[^a-z0-9\s]{1,4})(?:www|[a-z0-9-]{2,63}[^a-z0-9\s]{1,2}[a-z0-9])/iu;

const WIFI = /^(?:WIFI:|DPP:)/iu;
const CONTACT =
  /^(?:BEGIN:(?:VCARD|VEVENT|VCALENDAR|VTODO)|MECARD:|BIZCARD:|mailto:|MATMSG:|smtp:|tel:|sms(?:to)?:|mmsto?:|facetime(?:-audio)?:|sip:|callto:|whatsapp:|skype:)/iu;
const MAIL = /^[\w.%+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24}$/iu;

/** Schemes that a phone opens; a prefix of a maker, such as `SN:` or `MAC:`, is none. */
const PHONE =
  /^(?:geo:[-\d]|market:|intent:|android-app:|itms(?:-apps|-appss)?:|data:[a-z]+\/|blob:|file:|javascript:|spotify:|zoommtg:|maps:|urn:(?!uuid:)|[a-z][a-z0-9+.-]{1,30}:\/\/)/iu;
/** Matter, HomeKit, one-time passwords, eSIM, Zigbee and Z-Wave. */
const SETUP =
  /^(?:MT:[0-9A-Z.-]{15,}|X-HM:\/\/|otpauth(?:-migration)?:|LPA:1\$|Z:[0-9A-F]{16}\$I:|G\$M:|90\d{50,}$|FIDO:\/)/iu;

const found =
  (...patterns: readonly RegExp[]) =>
  (text: string) =>
    patterns.some((pattern) => pattern.test(text)) ? text : null;

/** Codes that are meant for a phone. */
export const WEB_CODES: readonly OtherCode[] = [
  shapeCode(
    'code.web-address',
    'a web address, with or without http in front, and a Digital Link that names no unit known here',
    found(WEB, BARE, BROKEN_WEB),
  ),
  shapeCode('code.wifi', 'the name and password of a Wi-Fi network: `WIFI:`, `DPP:`', found(WIFI)),
  shapeCode(
    'code.setup',
    'a pairing or setup code for a phone: Matter `MT:`, HomeKit, one-time password, eSIM',
    found(SETUP),
  ),
  shapeCode(
    'code.contact',
    'a contact, an appointment, a telephone number or a mail address: vCard, `MECARD:`, `mailto:`, `tel:`',
    found(CONTACT, MAIL),
  ),
  shapeCode(
    'code.phone-link',
    'any other link for a phone: `geo:`, `market:`, `intent:`, `data:`, `app://`',
    found(PHONE),
  ),
];
