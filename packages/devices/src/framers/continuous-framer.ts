import type { Frame, Framer } from './framer.ts';

const STX = 0x02;
const CR = 0x0d;
/** STX, three status words, twelve digits, CR. */
const BODY = 17;

/**
 * Frames of the Toledo continuous output: a fixed length from STX to CR, and a checksum that makes the seven low bits of
 * all bytes add up to zero. A frame that does not add up is dropped, and what follows its STX is looked at anew, because
 * the true STX may stand inside.
 */
export function continuousFramer({ checksum }: { readonly checksum: boolean }): Framer {
  const length = checksum ? BODY + 1 : BODY;
  let held: number[] = [];
  let began: number[] = [];

  const drop = (count: number): void => {
    held = held.slice(count);
    began = began.slice(count);
  };

  /** Whether the bytes held can still become a frame. */
  const mayGoOn = (): boolean => held.length < BODY || held[BODY - 1] === CR;
  const addsUp = (): boolean => !checksum || held.reduce((sum, byte) => sum + byte, 0) % 128 === 0;

  const take = (byte: number, at: number): Frame | null => {
    held.push(byte);
    began.push(at);
    while (held.length > 0 && (held[0] !== STX || !mayGoOn() || (held.length >= length && !addsUp()))) {
      const next = held.indexOf(STX, 1);
      drop(next < 0 ? held.length : next);
    }
    if (held.length < length) return null;
    const raw = Uint8Array.from(held);
    const frame = { bytes: raw.slice(1, BODY - 1), raw, began: began[0] ?? at, ended: at, bySilence: false };
    drop(length);
    return frame;
  };

  return {
    push: (bytes, at) => [...bytes].flatMap((byte) => take(byte, at) ?? []),
    due: () => null,
    tick: () => [],
    reset: () => drop(held.length),
  };
}
