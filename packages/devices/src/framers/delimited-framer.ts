import { type Frame, type Framer, MAX_FRAME } from './framer.ts';

const CR = 0x0d;
const LF = 0x0a;

interface DelimitedOptions {
  /** The bytes that end a frame. */
  readonly end: readonly number[];
  /** The byte that begins one: anything before it is noise, and a second one begins anew. */
  readonly start?: number;
  /** A frame also ends after this much silence (ms): a last resort, for devices that send no suffix. */
  readonly silenceMs?: number;
  /** Drops line feeds at the beginning: the second half of CR LF where CR alone ends the frame. */
  readonly skipLineFeed?: boolean;
}

/**
 * Frames between characters: CR, CR LF, ETX, STX … CR, with or without silence. A frame that grows beyond `MAX_FRAME` is
 * dropped up to its end: half a code must not pass for a whole one.
 */
function delimitedFramer(options: DelimitedOptions): Framer {
  const { end, start, silenceMs, skipLineFeed = false } = options;
  let held: number[] = [];
  let began = 0;
  let last = 0;
  let inside = start === undefined;
  let overlong = false;

  const reset = (): void => {
    held = [];
    inside = start === undefined;
    overlong = false;
  };

  const ends = (): boolean =>
    end.length > 0 &&
    held.length >= end.length &&
    end.every((byte, index) => held[held.length - end.length + index] === byte);

  const cut = (at: number, bySilence: boolean): Frame | null => {
    const raw = Uint8Array.from(held);
    const from = start === undefined ? 0 : 1;
    const bytes = raw.slice(from, bySilence ? raw.length : raw.length - end.length);
    const whole = !overlong && bytes.length > 0;
    const frame = { bytes, raw, began, ended: at, bySilence };
    reset();
    return whole ? frame : null;
  };

  const take = (byte: number, at: number): Frame | null => {
    if (start !== undefined && byte === start) {
      held = [];
      inside = true;
      overlong = false;
    }
    if (!inside) return null;
    if (held.length === 0) {
      if (skipLineFeed && byte === LF && !overlong) return null;
      began = at;
    }
    held.push(byte);
    if (held.length > MAX_FRAME) {
      overlong = true;
      held = held.slice(-end.length);
    }
    return ends() ? cut(at, false) : null;
  };

  const tick = (now: number): Frame[] => {
    if (silenceMs === undefined || held.length === 0 || now - last < silenceMs) return [];
    const frame = cut(last, true);
    return frame === null ? [] : [frame];
  };

  return {
    push(bytes, at) {
      const frames = tick(at);
      for (const byte of bytes) {
        const frame = take(byte, at);
        if (frame !== null) frames.push(frame);
      }
      last = at;
      return frames;
    },
    due: () => (silenceMs === undefined || held.length === 0 ? null : last + silenceMs),
    tick,
    reset,
  };
}

/** How a profile names its framer. */
export type FramerKind = 'cr' | 'crlf' | 'lf' | 'tab' | 'lf-cr' | 'etx' | 'stx-cr' | 'silence' | 'cr-or-silence';

export const FRAMER_KINDS = [
  'cr',
  'crlf',
  'lf',
  'tab',
  'lf-cr',
  'etx',
  'stx-cr',
  'silence',
  'cr-or-silence',
] as const satisfies FramerKind[];

/** Makes the framer of that name; `silenceMs` is used by the two that end on silence. */
export function framerOf(kind: FramerKind, silenceMs = 300): Framer {
  const options: Readonly<Record<FramerKind, DelimitedOptions>> = {
    // scanners set to CR LF work too: the line feed is dropped
    cr: { end: [CR], skipLineFeed: true },
    crlf: { end: [CR, LF] },
    lf: { end: [LF] },
    'lf-cr': { start: LF, end: [CR] },
    tab: { end: [0x09] },
    etx: { end: [0x03] },
    'stx-cr': { start: 0x02, end: [CR] },
    silence: { end: [], silenceMs },
    'cr-or-silence': { end: [CR], silenceMs, skipLineFeed: true },
  };
  return delimitedFramer(options[kind]);
}
