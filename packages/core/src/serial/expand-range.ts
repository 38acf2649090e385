import { foldDashes } from './serial-key.ts';
import { shown, type RuleFailure, type RuleParams } from './verdict.ts';

/** No entry makes more serials than this at once. */
export const ENTRY_LIMIT = 10_000;

export type Expanded =
  | { readonly ok: true; readonly serials: readonly string[] }
  | { readonly ok: false; readonly failures: readonly RuleFailure[] };

const NUMBERED = /^(.*?)(\d+)$/su;
/** Two serials at their longest and a hyphen. */
const TEXT_LIMIT = 1_025;

/**
 * `SN0100-SN0149` or `SN0100-0149` → the fifty serials, leading zeros kept. Serials may contain hyphens themselves: the text is split
 * where both sides have the same beginning. Refuses with `serial-entry.*`.
 */
export function expandRange(text: string): Expanded {
  const trimmed = foldDashes(text.trim());
  if (trimmed.length > TEXT_LIMIT) return refused('serial-entry.range-unreadable', { text: shown(trimmed) });
  const splits = splitsOf(trimmed);
  const split =
    splits.find(({ first, last }) => first.head === last.head) ?? splits.find(({ last }) => last.head === '');
  if (split === undefined) {
    const [other] = splits;
    return other === undefined
      ? refused('serial-entry.range-unreadable', { text: shown(trimmed) })
      : refused('serial-entry.range-prefix', { first: shown(other.first.head), last: shown(other.last.head) });
  }
  const { first, last } = split;
  const params = { first: shown(first.head + first.digits), last: shown(first.head + last.digits) };
  const [from, to] = [BigInt(first.digits), BigInt(last.digits)];
  if (to < from) return refused('serial-entry.range-backwards', params);
  if (!fits(first.digits, last.digits)) return refused('serial-entry.range-width', params);
  return expand(first, from, to - from + 1n);
}

/** The first serial and how many there are. */
export function expandCount(text: string, count: number): Expanded {
  const trimmed = text.trim();
  const first = trimmed.length > TEXT_LIMIT ? null : numbered(trimmed);
  if (first === null) return refused('serial-entry.range-unreadable', { text: shown(trimmed) });
  if (!Number.isSafeInteger(count) || count < 1) return refused('serial-entry.count', { count: String(count) });
  const from = BigInt(first.digits);
  const last = (from + BigInt(count) - 1n).toString();
  if (hasLeadingZero(first.digits) && last.length > first.digits.length) {
    return refused('serial-entry.range-width', { first: shown(trimmed), last: shown(first.head + last) });
  }
  return expand(first, from, BigInt(count));
}

interface Numbered {
  readonly head: string;
  readonly digits: string;
}

function numbered(text: string): Numbered | null {
  const found = NUMBERED.exec(text);
  return found?.[2] === undefined ? null : { head: found[1] ?? '', digits: found[2] };
}

/** Every hyphen with a numbered serial on both sides, the one nearest the middle first: both are usually of one length. */
function splitsOf(text: string): readonly { readonly first: Numbered; readonly last: Numbered }[] {
  const middle = (text.length - 1) / 2;
  return [...text.matchAll(/-/gu)]
    .map(({ index }) => index)
    .toSorted((left, right) => Math.abs(left - middle) - Math.abs(right - middle))
    .flatMap((at) => {
      const [first, last] = [numbered(text.slice(0, at).trim()), numbered(text.slice(at + 1).trim())];
      return first === null || last === null ? [] : [{ first, last }];
    });
}

/** Numbers with leading zeros keep their width; without, the last may be longer (`SN99-SN101`). */
function fits(first: string, last: string): boolean {
  if (first.length === last.length) return true;
  return !hasLeadingZero(first) && !hasLeadingZero(last);
}

function hasLeadingZero(digits: string): boolean {
  return digits.length > 1 && digits.startsWith('0');
}

function expand({ head, digits }: Numbered, from: bigint, count: bigint): Expanded {
  if (count > BigInt(ENTRY_LIMIT))
    return refused('serial-entry.too-many', { count: count.toString(), limit: ENTRY_LIMIT });
  const serials = Array.from(
    { length: Number(count) },
    (_, index) => head + (from + BigInt(index)).toString().padStart(digits.length, '0'),
  );
  return { ok: true, serials };
}

function refused(code: string, params: RuleParams): Expanded {
  return { ok: false, failures: [{ code, params }] };
}
