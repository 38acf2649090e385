import { z } from 'zod';

/**
 * One code as a scanner sent it, and what kind of code it is. Made once, where the code is read (`readCode`), and passed on
 * unchanged: by the page to the host, by the host to routing and to the device screen.
 */
export const scannedCodeSchema = z.object({
  /** As sent, whole: AIM id in front and add-on behind. Only the prefix and suffix that the scanner was set to are off. */
  raw: z.string().max(20_000),
  /** What the code says, GS kept. Of a composite symbol: the element strings of both components, joined. */
  text: z.string(),
  /** The AIM symbology identifier (ISO/IEC 15424: `]`, a letter, a modifier), `]C1`. Null when the scanner sends none. */
  aim_id: z.string().nullable(),
  symbology: z.string().nullable(),
  /** The two or five digits beside an EAN (magazines, books), which come as a second AIM segment. */
  addon: z.string().nullable(),
});
export type ScannedCode = z.infer<typeof scannedCodeSchema>;

const AIM = /^\][A-Za-z][0-9A-Za-z]/u;
/** `]E1` is a two-digit and `]E2` a five-digit add-on; some scanners repeat the EAN's own id or put both into `]E3`. */
const ADDON = /\]E[0123](?<digits>\d{5}|\d{2})$/u;

/** What the identifier says of the linear component, then a further `]e0` to `]e3` for the 2D component. */
const COMPONENT = /\]e[0-3]/u;
const SEPARATOR = '\u001D';

const BY_ID: Readonly<Record<string, string>> = {
  ']C1': 'gs1-128',
  ']d2': 'gs1-datamatrix',
  ']Q3': 'gs1-qr',
  ']E4': 'ean-8',
  ']J1': 'gs1-dotcode',
  ']d5': 'gs1-datamatrix',
  ']Q4': 'gs1-qr',
  ']z1': 'gs1-aztec',
  ']z4': 'gs1-aztec',
  ']e1': 'gs1-composite',
  ']e2': 'gs1-composite',
};
const BY_LETTER: Readonly<Record<string, string>> = {
  A: 'code-39',
  B: 'telepen',
  C: 'code-128',
  E: 'ean-13',
  F: 'codabar',
  G: 'code-93',
  H: 'code-11',
  I: 'interleaved-2-of-5',
  J: 'dotcode',
  L: 'pdf417',
  M: 'msi',
  Q: 'qr',
  R: 'straight-2-of-5',
  S: 'straight-2-of-5',
  T: 'code-49',
  U: 'maxicode',
  d: 'datamatrix',
  e: 'gs1-databar',
  z: 'aztec',
};

/** The symbology an AIM id names, or null for one that is not in ISO/IEC 15424's common part. */
function symbologyOf(aimId: string): string | null {
  return BY_ID[aimId] ?? BY_LETTER[aimId.charAt(1)] ?? null;
}

/**
 * AIM ids of symbols whose data is a GS1 element string: those with FNC1 in first position. `]d5`, `]Q4` and `]z4`
 * say the same as `]d2`, `]Q3` and `]z1`, from a scanner with the ECI protocol switched on. All others are not GS1,
 * with or without GS in them: FNC1 in second position (`]C2`, `]d3`, `]Q5`) is another industry's.
 */
export const GS1_AIM_IDS: ReadonlySet<string> = new Set([
  ']C1',
  ']e0',
  ']e1',
  ']e2',
  ']d2',
  ']d5',
  ']Q3',
  ']Q4',
  ']J1',
  ']z1',
  ']z4',
]);

/**
 * EAN digits as the element that they are; whatever is wrong with them is then found where every GTIN is judged. Digits
 * that are no EAN's length get no zeros: with them one lost digit in ten would go unseen.
 */
const gtinElement = (digits: string): string =>
  /^(?:\d{8}|\d{12}|\d{13})$/u.test(digits) ? `01${digits.padStart(14, '0')}` : `01${digits}`;

/**
 * A composite symbol (ISO/IEC 24723): linear and 2D component of one label in one transmission, each with an
 * identifier in front. A linear EAN carries plain digits (`]E0` thirteen digits `]e0` …), every other one an element
 * string. The components are joined with a separator, which is allowed behind every element and needed behind some.
 * Null when there is no second component.
 */
function composite(raw: string, aimId: string, rest: string): ScannedCode | null {
  const isEan = /^\]E[0-4]$/u.test(aimId);
  const found = isEan || GS1_AIM_IDS.has(aimId) ? COMPONENT.exec(rest) : null;
  if (found === null) return null;
  const addon = isEan ? ADDON.exec(rest.slice(0, found.index)) : null;
  // Some scanners put a bar between the two components.
  const linear = rest.slice(0, addon?.index ?? found.index).replace(/\|$/u, '');
  // an identifier with nothing behind it stays in the text, so that the loss is seen
  const second = rest.slice(found.index + 3) === '' ? found[0] : rest.slice(found.index + 3);
  const more = second === found[0] ? second : second.replaceAll(/\]e[0-3]/gu, SEPARATOR);
  const front = isEan ? gtinElement(linear) : linear;
  return {
    raw,
    aim_id: aimId,
    symbology: 'gs1-composite',
    text: `${front.endsWith(SEPARATOR) ? front.slice(0, -1) : front}${SEPARATOR}${more.startsWith(SEPARATOR) ? more.slice(1) : more}`,
    addon: addon?.groups?.['digits'] ?? null,
  };
}

/**
 * Reads a code as a scanner sent it: the AIM id in front and an EAN add-on behind are named apart from the text, and the components of a
 * composite symbol are joined. A code without an AIM id is its own text.
 */
export function readCode(raw: string): ScannedCode {
  if (!AIM.test(raw)) return { raw, text: raw, aim_id: null, symbology: null, addon: null };
  const aimId = raw.slice(0, 3);
  // some scanners are set to send it, and have it in their prefix besides
  const rest = raw.slice(raw.startsWith(aimId, 3) && GS1_AIM_IDS.has(aimId) ? 6 : 3);
  const joined = composite(raw, aimId, rest);
  if (joined !== null) return joined;
  const named = { raw, aim_id: aimId, symbology: symbologyOf(aimId) };
  if (named.symbology === 'ean-13' || named.symbology === 'ean-8') {
    const second = ADDON.exec(rest);
    const digits = second?.groups?.['digits'];
    if (second !== null && digits !== undefined) return { ...named, text: rest.slice(0, second.index), addon: digits };
    // ]E3: EAN and add-on in one run of digits
    if (aimId === ']E3' && /^\d{13}(?:\d{2}|\d{5})$/u.test(rest)) {
      return { ...named, text: rest.slice(0, 13), addon: rest.slice(13) };
    }
  }
  return { ...named, text: rest, addon: null };
}
