/** A scan's text with the AIM symbology identifiers taken off (ISO/IEC 15424: `]`, a letter, a modifier). */
export interface AimText {
  readonly text: string;
  /** `]C1`, without the text. Absent when the scanner does not send it. */
  readonly aim_id?: string;
  readonly symbology?: string;
  /** The two or five digits beside an EAN (magazines, books), which come as a second AIM segment. */
  readonly addon?: string;
}

const AIM = /^\][A-Za-z][0-9A-Za-z]/u;
/** `]E1` is a two-digit and `]E2` a five-digit add-on; some scanners repeat the EAN's own id or put both into `]E3`. */
const ADDON = /\]E[0123](?<digits>\d{5}|\d{2})$/u;

const BY_ID: Readonly<Record<string, string>> = {
  ']C1': 'gs1-128',
  ']d2': 'gs1-datamatrix',
  ']Q3': 'gs1-qr',
  ']E4': 'ean-8',
  ']J1': 'gs1-dotcode',
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

/** The symbology an AIM id names, or undefined for one that is not in ISO/IEC 15424's common part. */
export function symbologyOf(aimId: string): string | undefined {
  return BY_ID[aimId] ?? BY_LETTER[aimId.charAt(1)];
}

/** AIM ids of carriers whose data is a GS1 element string. */
export const GS1_AIM_IDS: ReadonlySet<string> = new Set([']C1', ']e0', ']d2', ']Q3', ']J1']);

/** Takes the AIM id off the front and an EAN add-on off the back. Text without an AIM id is returned as it is. */
export function splitAimId(raw: string): AimText {
  if (!AIM.test(raw)) return { text: raw };
  const aimId = raw.slice(0, 3);
  const symbology = symbologyOf(aimId);
  const named = symbology === undefined ? { aim_id: aimId } : { aim_id: aimId, symbology };
  const rest = raw.slice(3);
  if (symbology === 'ean-13' || symbology === 'ean-8') {
    const second = ADDON.exec(rest);
    const digits = second?.groups?.['digits'];
    if (second !== null && digits !== undefined) return { ...named, text: rest.slice(0, second.index), addon: digits };
    // ]E3: EAN and add-on in one run of digits
    if (aimId === ']E3' && /^\d{13}(?:\d{2}|\d{5})$/u.test(rest)) {
      return { ...named, text: rest.slice(0, 13), addon: rest.slice(13) };
    }
  }
  return { ...named, text: rest };
}
