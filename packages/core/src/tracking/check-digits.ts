/** UPS writes letters as digits: A is 2, B is 3 … (its place from 0, plus 2, modulo 10). */
const upsValue = (character: string): number =>
  /\d/u.test(character) ? Number(character) : ((character.codePointAt(0) ?? 0) - 63) % 10;

/**
 * UPS `1Z`: the fifteen characters behind `1Z`, weighted 1 and 2 in turn, and the check digit to the next ten
 * (Algorithm::CheckDigits M10_011; tracking_number_data, couriers/ups.json).
 */
export function holdsUps(number: string): boolean {
  let sum = 0;
  for (const [index, character] of Array.from(number.slice(2, -1)).entries()) {
    sum += upsValue(character) * (index % 2 === 0 ? 1 : 2);
  }
  return String((10 - (sum % 10)) % 10) === number.slice(-1);
}

const S10_WEIGHTS = [8, 6, 4, 2, 3, 5, 9, 7];

/** UPU S10: eight digits with the standard's weights, modulo 11; ten is written as 0 and eleven as 5. */
export function holdsS10(nineDigits: string): boolean {
  const sum = S10_WEIGHTS.reduce((total, weight, index) => total + weight * Number(nineDigits[index]), 0);
  const rest = 11 - (sum % 11);
  const digit = rest === 10 ? 0 : rest === 11 ? 5 : rest;
  return String(digit) === nineDigits.slice(8);
}

const FEDEX_WEIGHTS = [3, 1, 7];

/** FedEx Express: eleven digits weighted 3, 1, 7 in turn, modulo 11, ten as 0 (tracking_number_data, couriers/fedex.json). */
export function holdsFedex(twelveDigits: string): boolean {
  let sum = 0;
  for (const [index, digit] of Array.from(twelveDigits.slice(0, 11)).entries()) {
    sum += Number(digit) * (FEDEX_WEIGHTS[index % 3] ?? 0);
  }
  return String((sum % 11) % 10) === twelveDigits.slice(11);
}

/** DHL Express waybill: nine digits modulo 7 (tracking_number_data, couriers/dhl.json). */
export function holdsDhl(tenDigits: string): boolean {
  return String(Number(tenDigits.slice(0, 9)) % 7) === tenDigits.slice(9);
}

/** OnTrac: the letter as 4 (C) or 5 (D), then as UPS weights its digits (tracking_number_data, couriers/ontrac.json). */
export function holdsOntrac(number: string): boolean {
  return holdsUps(`1Z${number.startsWith('C') ? '4' : '5'}${number.slice(1)}`);
}
