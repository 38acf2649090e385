/** One character of a burst, as far as it tells who typed it. */
export interface BurstCharacter {
  readonly character: string;
  /** The longest silence (ms) since the character before it. */
  readonly gap: number;
  /** It stayed down while several later keys were pressed and let go: a finger does that, a scanner does not. */
  readonly held_down: boolean;
  /** It came up at once, before a finger could. */
  readonly tapped: boolean;
}

/** Scanners have at most this (ms) from key to key; a longer silence behind the first key may be a person's. */
const SCANNER_GAP_MS = 20;
/** So long (ms) a machine may pause behind a first key of which the keyboard says that no finger pressed it. */
const MACHINE_PAUSE_MS = 35;
/** How much longer than the scan's usual pace that silence is. */
const STANDS_OUT = 1.5;
/** A finger that rolls hits two keys as quickly as a scanner; with three nobody does. */
const ROLLED = 2;

const usual = (gaps: readonly number[]): number =>
  gaps.toSorted((one, other) => one - other)[Math.floor(gaps.length / 2)] ?? 0;

/** The first characters stand apart from the others: typed just before the scan, or torn from it. Nobody can tell which. */
function standsApart(characters: readonly BurstCharacter[]): boolean {
  for (let at = 1; at + 1 < characters.length; at += 1) {
    const gap = characters[at]?.gap ?? 0;
    const most = characters[at - 1]?.tapped === true ? MACHINE_PAUSE_MS : SCANNER_GAP_MS;
    const rest = characters.slice(at + 1).map((one) => one.gap);
    if (gap > most && gap > STANDS_OUT * usual(rest)) return true;
    // as quick as a scanner: one more may be a rolled finger's, then it is the scan
    if (gap <= SCANNER_GAP_MS && at >= ROLLED) return false;
  }
  return false;
}

const AIM_ID = /^\][A-Za-z]\d/u;
const WORD = /^[\p{L}\d]/u;

/** A scan begins here: with an AIM id, or with the prefix that the scanners are set to. */
export const beginsScan = (text: string, prefix: string): boolean =>
  AIM_ID.test(text) || (prefix !== '' && text.startsWith(prefix));

/**
 * How many characters at the front of a burst a person typed before the scan began; `doubt`: it cannot be told, and the code must not be
 * taken. An AIM id or the set prefix settles it: there the scan begins.
 */
export function typedBefore(characters: readonly BurstCharacter[], prefix: string): number | 'doubt' {
  const text = characters.map((one) => one.character);
  const from = (at: number): string => text.slice(at).join('');
  const heldDown = (at: number): boolean => characters.slice(at).some((one) => one.held_down);
  if (beginsScan(from(0), prefix)) return heldDown(1) ? 'doubt' : 0;
  const doubt = heldDown(0) || standsApart(characters);
  for (let at = 1; at <= ROLLED && at < characters.length; at += 1) {
    if (!beginsScan(from(at), prefix)) continue;
    if (doubt) return heldDown(at) ? 'doubt' : at;
    // nothing else tells that a letter or digit before it was typed, and it may be the code's own
    if (AIM_ID.test(from(at)) && WORD.test(from(0))) return 'doubt';
    if (!AIM_ID.test(from(at)) && !WORD.test(from(at))) return at;
  }
  return doubt ? 'doubt' : 0;
}
