import { shownCode, type OtherCode } from './other-code.ts';

/** The values of UPS's letters: A is 2, and so on round. */
function upsValue(sign: string): number {
  return /\d/u.test(sign) ? Number(sign) : ((sign.codePointAt(0) ?? 0) - 63) % 10;
}

/** `1Z`, fifteen signs and a check digit that holds. */
function isUps(text: string): boolean {
  if (!/^1Z[0-9A-Z]{15}\d$/u.test(text)) return false;
  let sum = 0;
  for (let at = 2; at < 17; at += 1) sum += upsValue(text.charAt(at)) * (at % 2 === 1 ? 2 : 1);
  return (10 - (sum % 10)) % 10 === Number(text.charAt(17));
}

const S10_WEIGHTS = [8, 6, 4, 2, 3, 5, 9, 7];

/** A postal item (UPU S10): two letters, eight digits, a check digit that holds, the country. */
function isPostalItem(text: string): boolean {
  const digits = /^[A-Z]{2}(\d{9})[A-Z]{2}$/u.exec(text)?.[1];
  if (digits === undefined) return false;
  const sum = S10_WEIGHTS.reduce((total, weight, at) => total + weight * Number(digits.charAt(at)), 0);
  const rest = 11 - (sum % 11);
  return (rest === 10 ? 0 : rest === 11 ? 5 : rest) === Number(digits.charAt(8));
}

/** Blanks as they are printed between the groups of the number. */
function trackingNumber(text: string): string | null {
  if (text.length > 30) return null;
  const bare = text.replaceAll(' ', '').toUpperCase();
  return isUps(bare) || isPostalItem(bare) ? bare : null;
}

/** The data of a carrier's two-dimensional code: ISO 15434 format 01, MaxiCode's primary message. */
const TRANSPORT = /^\[\)>[\p{Cc}\s␣]?01[\p{Cc}\s␣]?(?:96|\d{5})/u;

/** What carriers print. At the shipping step a tracking number is what is wanted. */
export const CARRIER_CODES: readonly OtherCode[] = [
  {
    id: 'code.tracking-number',
    says: ({ text }) => {
      const value = trackingNumber(text);
      return value === null ? null : { sure: false, params: { text: shownCode(text), value } };
    },
    when: "a carrier's tracking number whose check digit holds (UPS 1Z, postal S10), but not at the shipping step",
    is_tracking: true,
  },
  {
    id: 'code.carrier-sorting',
    says: ({ text, aim_id, symbology }) => {
      const maxicode = symbology === 'maxicode';
      const mail = aim_id?.startsWith(']X') === true && /^\d{20}(?:\d{5}|\d{9}|\d{11})?$/u.test(text);
      return maxicode || mail || TRANSPORT.test(text)
        ? { sure: maxicode || mail, params: { text: shownCode(text) } }
        : null;
    },
    when: "a code for the carrier's sorting machines: MaxiCode, Intelligent Mail by AIM id, PDF417 of a transport label (ISO 15434 format 01)",
  },
];
