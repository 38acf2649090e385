import { hasCheckDigit } from '../gs1/check-digit.ts';
import { isEnvelope, readEnvelope } from '../labels/envelope.ts';
import { readLabel } from '../labels/read-label.ts';
import { shownCode, type OtherCode } from './other-code.ts';

/** The beginning of a whole GS1 label: a GTIN that holds, and a serial, a lot or a date behind it. */
const WHOLE = /^01(\d{14})(?:21|10|11|15|17)./su;

/** Labels that name their fields. Scan routing reads those that answer its question; these are refused, or were typed where one number belongs. */
export const LABEL_CODES: readonly OtherCode[] = [
  {
    id: 'code.supplier-label-joined',
    says: ({ text }) =>
      /^>?\[\)>/u.test(text) && readEnvelope(text) === null ? { sure: true, params: { text: shownCode(text) } } : null,
    when: "a supplier's label (ISO/IEC 15434, `[)>`) whose separators the scanner did not send",
  },
  {
    id: 'code.supplier-label',
    says: ({ text }) =>
      isEnvelope(text) ? { sure: true, params: { text: shownCode(text.replaceAll(/\p{Cc}+/gu, ' ')) } } : null,
    when: "a supplier's label (ISO/IEC 15434) that names neither a product nor one serial, or where one number belongs",
  },
  {
    id: 'code.gs1-joined',
    says: ({ text, gs1 }) => {
      const gtin = gs1 !== null || text.length > 400 ? undefined : WHOLE.exec(text)?.[1];
      if (gtin === undefined || !hasCheckDigit(gtin)) return null;
      return { sure: false, params: { text: shownCode(text), value: gtin } };
    },
    when: 'GTIN, serial, lot and dates run together: a GS1 label whose separators the scanner did not send',
  },
];

/** Asked last: several fields in one are said better. */
export const NAMED_SERIAL: OtherCode = {
  id: 'code.named-serial',
  says: ({ text }) => {
    const [serial, ...more] = readLabel(text)?.serials ?? [];
    return serial === undefined || more.length > 0
      ? null
      : { sure: false, params: { text: shownCode(text), value: shownCode(serial) } };
  },
  when: 'a serial with the name of its field, `S/N: …`, where the serial alone belongs; a scan of it is read',
};
