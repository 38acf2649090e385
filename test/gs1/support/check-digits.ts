/**
 * The two GS1 check schemes once more, written from the tables of the General Specifications and not from the parser,
 * so that a mistake there does not agree with itself.
 */

/** 7.9.1: positions from the right get weight 3, 1, 3, 1 …; the digit fills up to the next ten. */
export function gs1CheckDigit(digits: string): string {
  const weighed = Array.from(digits)
    .toReversed()
    .map((digit, index) => (index % 2 === 0 ? 3 : 1) * Number(digit));
  const sum = weighed.reduce((total, value) => total + value, 0);
  return String(Math.ceil(sum / 10) * 10 - sum);
}

const isPrime = (value: number): boolean => {
  for (let divisor = 2; divisor * divisor <= value; divisor += 1) if (value % divisor === 0) return false;
  return value > 1;
};
const PRIMES = Array.from({ length: 100 }, (_, value) => value).filter(isPrime);
/** Set 82 in the order of its code points, which is the order of its values. */
const SET_82 = Array.from({ length: 127 }, (_, code) => String.fromCharCode(code)).filter((character) =>
  /[!"%-?A-Z_a-z]/u.test(character),
);
const SET_32 = Array.from('23456789ABCDEFGHIJKLMNOPQRSTUVWXYZ').filter((character) => !'IO'.includes(character));

/** 7.9.5: character values times the primes from the right, modulo 1021, as two characters of five bits. */
export function gs1CheckPair(text: string): string {
  const sum = Array.from(text)
    .toReversed()
    .reduce((total, character, index) => total + SET_82.indexOf(character) * (PRIMES[index] ?? 0), 0);
  const value = sum % 1021;
  return `${SET_32[Math.floor(value / 32)] ?? ''}${SET_32[value % 32] ?? ''}`;
}
