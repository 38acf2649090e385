import type { ScanLookups } from './meaning.ts';
import { commandOf } from './commands.ts';

/** Shorter parts are no codes; longer texts are no two codes of a scanner. */
const LEAST_PART = 3;
const MOST_TEXT = 120;

/**
 * Where two known codes were run together by a scanner without a suffix: both parts, or null. All first parts are looked up at once,
 * and second parts only behind a known first one, so that a plain unknown serial costs little.
 */
export function splitTwoCodes(text: string, lookups: ScanLookups): readonly [string, string] | null {
  if (text.length > MOST_TEXT) return null;
  const places = Array.from(
    { length: Math.max(0, text.length - 2 * LEAST_PART + 1) },
    (_, index) => index + LEAST_PART,
  );
  const firsts = knownOf(
    places.map((at) => text.slice(0, at)),
    lookups,
  );
  if (firsts.size === 0) return null;
  const behind = places.filter((at) => firsts.has(text.slice(0, at)));
  const seconds = knownOf(
    behind.map((at) => text.slice(at)),
    lookups,
  );
  const place = behind.find((at) => seconds.has(text.slice(at)));
  return place === undefined ? null : [text.slice(0, place), text.slice(place)];
}

function knownOf(codes: readonly string[], lookups: ScanLookups): ReadonlySet<string> {
  const commands = codes.filter((code) => {
    const command = commandOf(code);
    return command !== null && command !== 'unknown';
  });
  return new Set([...commands, ...lookups.knownAmong(codes)]);
}
