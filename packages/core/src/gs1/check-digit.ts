/**
 * The GS1 check digit of a run of digits that has none yet: weights 3 and 1 in turn from the right
 * (General Specifications, 7.9.1).
 */
export function checkDigit(digits: string): string {
  let sum = 0;
  let weight = 3;
  for (let index = digits.length - 1; index >= 0; index -= 1) {
    sum += Number(digits[index]) * weight;
    weight = 4 - weight;
  }
  return String((10 - (sum % 10)) % 10);
}

/** True when the last of these digits is the check digit of the others. */
export function hasCheckDigit(digits: string): boolean {
  return /^\d{2,}$/u.test(digits) && checkDigit(digits.slice(0, -1)) === digits.slice(-1);
}

const SET_82 = `!"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz`;
const PAIR_CHARACTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83];

/**
 * The check character pair of GMN and MUDI (General Specifications, 7.9.5): character values of set 82 times
 * rising primes from the right, modulo 1021. Null for text that the scheme does not cover (over 23 characters, or
 * a character outside the set).
 */
export function checkPair(text: string): string | null {
  if (text.length === 0 || text.length > PRIMES.length) return null;
  let sum = 0;
  for (const [index, prime] of PRIMES.slice(0, text.length).entries()) {
    const value = SET_82.indexOf(text.charAt(text.length - 1 - index));
    if (value < 0) return null;
    sum += value * prime;
  }
  sum %= 1021;
  return `${PAIR_CHARACTERS.charAt(sum >> 5)}${PAIR_CHARACTERS.charAt(sum & 31)}`;
}
