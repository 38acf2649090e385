import { shapeCode, type OtherCode } from './other-code.ts';

/** IATA boarding pass, format M: name, record locator, flight. */
const BOARDING =
  /^M[1-4][A-Z][A-Z .'-]{0,19}\/?[A-Z .'-]{0,19}E?[A-Z0-9]{5,7} {0,3}[A-Z]{6}[A-Z0-9]{2,3} {0,2}\d{3,4}/u;
/** AAMVA driving licences and cards; passports and identity cards; health certificates. */
const LICENCE = /^@?[\s\p{Cc}]{0,4}(?:ANSI|AAMVA) ?\d{6,12}/u;
const PASSPORT = /^[PIACV][A-Z<][A-Z<]{3}[A-Z<]{2,36}<<[A-Z<]{1,36}/u;
const PASSPORT_CARD = /^(?=[^<]{0,29}<)[IAC][A-Z<][A-Z<]{3}[A-Z0-9<]{9}[0-9<][A-Z0-9<]{15}$/u;
const HEALTH = /^(?:HC1:|shc:\/)/u;

/** EPC (`BCD`), Swiss QR (`SPC`), the Czech, Russian, Croatian and Slovenian slips, EMVCo, UPI, crypto coins. */
const PAYMENT =
  /^(?:BCD[\r\n|␣ ]{1,3}00[12][\r\n|␣ ]{1,3}[1-8][\r\n|␣ ]|SPC[\r\n␣ ]{1,3}0[12]00[\r\n␣ ]|SPD\*\d\.\d\*|SCD\*\d\.\d\*|ST0001\d\||HRVHUB30|UPNQR[\r\n␣ ]|bank:\/\/|upi:\/\/|(?:bitcoin|ethereum|litecoin|lightning|bitcoincash):|0002010102(?:11|12))/iu;
const EMVCO = /^000201[\x20-\x7E]{8,600}6304[0-9A-F]{4}$/iu;
/** Invoices and tills: Zatca and Portugal's, Germany's till, Spain's and Austria's. */
const INVOICE = /^(?:V0;[^;]{1,100};|_R1-AT\d_|A:[A-Z0-9]{1,20}\*B:|\{"?SellerGstin)/u;

/** What the readers of several makers are set up with. */
const SCANNER_SETUP =
  /^(?:@MENU_OPTO@|@?(?:FACDEF|SETUPE[01]|SETUPT)\b|\^?PAPHHF\.?$|\^?(?:DEFALT|DEFOVR|RESET_)\.?$|\$\+[A-Z]{2}[A-Z0-9]{2,12}\$-$|\$CPLENTER|\.[A-Z]\d{3}\$$|%%(?:SpecCode|SETUP)|\[SETUP\]|%0[0-9A-F]{4}%$)/u;

const found =
  (...patterns: readonly RegExp[]) =>
  (text: string) =>
    patterns.some((pattern) => pattern.test(text)) ? text : null;

/** Our own cards, wherever one is typed or pasted as a number; a scan of one does what it says (scan/commands.ts). */
const CARD = /^\*SB:/iu;

/** Codes on paper and cards that lie beside a unit. */
export const PAPER_CODES: readonly OtherCode[] = [
  shapeCode('code.command-card', "one of this station's own command cards (`*SB:…*`) as a number", found(CARD)),
  shapeCode('code.boarding-pass', 'a boarding pass', found(BOARDING)),
  shapeCode(
    'code.personal',
    'a driving licence, passport, identity card or health certificate',
    found(LICENCE, PASSPORT, PASSPORT_CARD, HEALTH),
  ),
  shapeCode('code.payment', 'a payment: EPC and Swiss QR bills, EMVCo, UPI, crypto coins', found(PAYMENT, EMVCO)),
  shapeCode('code.invoice', "an invoice or a till's receipt", found(INVOICE)),
  shapeCode('code.scanner-setup', 'a code that sets a scanner up', found(SCANNER_SETUP)),
];
