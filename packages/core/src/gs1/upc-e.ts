import { checkDigit, hasCheckDigit } from './check-digit.ts';

/** The eleven digits that a UPC-E of number system and six digits stands for: the last digit says where zeros were left out. */
function elevenOf(system: string, six: string): string {
  const [a, b, c, d, e, last] = six;
  const kept = Number(last);
  if (kept <= 2) return `${system}${a}${b}${last}0000${c}${d}${e}`;
  if (kept === 3) return `${system}${a}${b}${c}00000${d}${e}`;
  if (kept === 4) return `${system}${a}${b}${c}${d}00000${e}`;
  return `${system}${a}${b}${c}${d}${e}0000${last}`;
}

const twelveOf = (system: string, six: string): string => {
  const eleven = elevenOf(system, six);
  return `${eleven}${checkDigit(eleven)}`;
};

/** The UPC-A of an UPC-E with number system (0 or 1) and check digit; null: eight digits that are none. */
export function expandUpcE(digits: string): string | null {
  const parts = /^([01])(\d{6})(\d)$/u.exec(digits);
  if (parts === null) return null;
  const upcA = twelveOf(parts[1] ?? '', parts[2] ?? '');
  return upcA.endsWith(parts[3] ?? '') ? upcA : null;
}

/**
 * The UPC-As that six or seven digits may be: scanners leave number system, check digit or both out. Six digits have no check, so only
 * what is known besides (AIM id, the expected product) makes one of them sure.
 */
export function expandShortUpcE(digits: string): readonly string[] {
  if (/^\d{6}$/u.test(digits)) return [twelveOf('0', digits), twelveOf('1', digits)];
  if (!/^\d{7}$/u.test(digits)) return [];
  const withSystem = /^[01]/u.test(digits) ? [twelveOf(digits.charAt(0), digits.slice(1))] : [];
  const withCheck = ['0', '1']
    .map((system) => expandUpcE(`${system}${digits}`))
    .filter((upcA): upcA is string => upcA !== null);
  return [...new Set([...withSystem, ...withCheck])];
}

/** The UPC-E of eight digits that an UPC-A may be printed as; null: it has none. */
export function compressUpcA(digits: string): string | null {
  if (!/^[01]\d{11}$/u.test(digits) || !hasCheckDigit(digits)) return null;
  const [system, maker, item, check] = [digits.slice(0, 1), digits.slice(1, 6), digits.slice(6, 11), digits.slice(11)];
  const six = [
    ...[0, 1, 2].map((last) => `${maker.slice(0, 2)}${item.slice(2)}${last}`),
    `${maker.slice(0, 3)}${item.slice(3)}3`,
    `${maker.slice(0, 4)}${item.slice(4)}4`,
    `${maker}${item.slice(4)}`,
  ].find((candidate) => elevenOf(system, candidate) === digits.slice(0, 11));
  return six === undefined ? null : `${system}${six}${check}`;
}
