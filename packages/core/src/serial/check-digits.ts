import { hasCheckDigit } from '../gs1/check-digit.ts';
import type { CheckDigit } from '../model/catalog-rows.ts';

/** ISO/IEC 7812-1, annex B: every second digit from the right doubled, digits added up; IMEI and payment cards. */
function luhn(serial: string): boolean {
  if (!/^\d{2,}$/u.test(serial)) return false;
  let sum = 0;
  for (let index = 0; index < serial.length; index += 1) {
    const digit = Number(serial.charAt(serial.length - 1 - index));
    const counted = index % 2 === 0 ? digit : digit * 2;
    sum += counted > 9 ? counted - 9 : counted;
  }
  return sum % 10 === 0;
}

/** Weights 2, 3 … 10 from the right, then again; the check character is 0–9 or X for ten (ISBN-10, ISO 2108). */
function mod11(serial: string): boolean {
  if (!/^\d+[\dXx]$/u.test(serial)) return false;
  const last = serial.slice(-1);
  let sum = last === 'X' || last === 'x' ? 10 : Number(last);
  for (let index = 1; index < serial.length; index += 1) {
    sum += Number(serial.charAt(serial.length - 1 - index)) * (2 + ((index - 1) % 9));
  }
  return sum % 11 === 0;
}

/** ISO/IEC 7064, hybrid system MOD 37,36 over 0–9 A–Z: catches every single wrong character. */
function mod37x36(serial: string): boolean {
  if (!/^[0-9A-Za-z]{2,}$/u.test(serial)) return false;
  let product = 36;
  for (const character of serial.slice(0, -1)) {
    const sum = (product + Number.parseInt(character, 36)) % 36;
    product = ((sum === 0 ? 36 : sum) * 2) % 37;
  }
  return (product + Number.parseInt(serial.slice(-1), 36)) % 36 === 1;
}

const SCHEMES: Readonly<Record<CheckDigit, (serial: string) => boolean>> = {
  none: () => true,
  luhn,
  'mod10-gs1': hasCheckDigit,
  mod11,
  mod36: mod37x36,
};

/** True when the last character of the serial is the check character of those before it, by the named scheme. */
export function passesCheckDigit(serial: string, scheme: CheckDigit): boolean {
  return SCHEMES[scheme](serial);
}
