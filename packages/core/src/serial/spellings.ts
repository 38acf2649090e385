const BARE = /^[0-9A-F]{12}$/iu;
const PAIRS = /^[0-9A-F]{2}([:-])(?:[0-9A-F]{2}\1){4}[0-9A-F]{2}$/iu;
const FOURS = /^[0-9A-F]{4}\.[0-9A-F]{4}\.[0-9A-F]{4}$/iu;
/**
 * A data identifier for "serial number" in front (ANSI MH10.8.2), as some labels print it into the code itself. `SN` begins ordinary serials, and
 * asking twice for each of them would cost a bulk as much again.
 */
const IDENTIFIED = /^S(?!N)(?=[0-9A-Z])[!-~]{5,}$/u;

/** The twelve hexadecimal digits of a network address (IEEE 802 MAC) in capitals, whatever stands between them; null: it is none. */
function hardwareAddress(norm: string): string | null {
  if (norm.length < 12 || norm.length > 17) return null;
  if (!BARE.test(norm) && !PAIRS.test(norm) && !FOURS.test(norm)) return null;
  return norm.replaceAll(/[:.-]/gu, '').toUpperCase();
}

function addressSpellings(digits: string): readonly string[] {
  const pairs = digits.match(/../gu) ?? [];
  const spelled = [digits, pairs.join(':'), pairs.join('-'), (digits.match(/.{4}/gu) ?? []).join('.')];
  return [...spelled, ...spelled.map((spelling) => spelling.toLowerCase())];
}

/**
 * Under which other serials the same unit may be known: a network address with `:`, `-`, `.` or nothing between its digits, in either case;
 * and a serial without the `S` that its label puts in front. Whether it is so, only what is known can say.
 */
export function otherSpellings(norm: string): readonly string[] {
  const digits = hardwareAddress(norm);
  if (digits !== null) return [...new Set(addressSpellings(digits))].filter((spelling) => spelling !== norm);
  return IDENTIFIED.test(norm) ? [norm.slice(1)] : [];
}
