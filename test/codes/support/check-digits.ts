/**
 * Check digits as their owners write them down, worked out here anew: values made with the product's own functions would agree with whatever
 * those do.
 */

const digitsOf = (text: string): number[] => Array.from(text, Number);

/** Weighted 3 and 1 from the right: GTIN, SSCC, GLN, and the numbers of USPS and FedEx Ground. */
export function withMod10(body: string): string {
  const sum = digitsOf(body)
    .toReversed()
    .reduce((total, digit, place) => total + digit * (place % 2 === 0 ? 3 : 1), 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

/** The same number with a check digit that is off by one. */
export function misread(number: string): string {
  return `${number.slice(0, -1)}${(Number(number.slice(-1)) + 1) % 10}`;
}

/** Every second digit doubled, from the right: IMEI and ICCID. */
export function withLuhn(body: string): string {
  const sum = digitsOf(body)
    .toReversed()
    .reduce((total, digit, place) => {
      const counted = place % 2 === 0 ? digit * 2 : digit;
      return total + (counted > 9 ? counted - 9 : counted);
    }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

/** UPS: sixteen signs behind 1Z, letters counted on from A = 2, every second one twice. */
export function upsNumber(behind1Z: string): string {
  const sum = Array.from(behind1Z).reduce((total, sign, place) => {
    const value = /\d/u.test(sign) ? Number(sign) : (sign.charCodeAt(0) - 'A'.charCodeAt(0) + 2) % 10;
    return total + (place % 2 === 0 ? value : value * 2);
  }, 0);
  return `1Z${behind1Z}${(10 - (sum % 10)) % 10}`;
}

const S10_WEIGHTS = [8, 6, 4, 2, 3, 5, 9, 7];

/** UPU S10: two letters, eight digits, their check digit, the country. */
export function postalItem(service: string, body: string, country: string): string {
  const sum = digitsOf(body).reduce((total, digit, place) => total + digit * (S10_WEIGHTS[place] ?? 0), 0);
  const rest = 11 - (sum % 11);
  const check = rest === 10 ? 0 : rest === 11 ? 5 : rest;
  return `${service}${body}${check}${country}`;
}

/** FedEx Express: eleven digits, weighted 3, 1, 7 in turn from the left, modulo 11. */
export function fedexNumber(body: string): string {
  const sum = digitsOf(body).reduce((total, digit, place) => total + digit * ([3, 1, 7][place % 3] ?? 0), 0);
  return `${body}${(sum % 11) % 10}`;
}

/** UPC-E's six digits with the digit system 0, as the eleven digits of UPC-A that they stand for. */
export function upcABody(six: string): string {
  const last = six.charAt(5);
  if ('012'.includes(last)) return `0${six.slice(0, 2)}${last}0000${six.slice(2, 5)}`;
  if (last === '3') return `0${six.slice(0, 3)}00000${six.slice(3, 5)}`;
  if (last === '4') return `0${six.slice(0, 4)}00000${six.charAt(4)}`;
  return `0${six.slice(0, 5)}0000${last}`;
}

/** UPC-E as its eight digits, the check digit being UPC-A's. */
export function upcE(six: string): string {
  return `0${six}${withMod10(upcABody(six)).slice(-1)}`;
}
