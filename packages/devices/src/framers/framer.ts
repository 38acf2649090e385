/** One message cut out of a stream. `began` is when its first byte arrived: a weight counts only if it began after the request. */
export interface Frame {
  /** Without the framing characters. */
  readonly bytes: Uint8Array;
  /** With them, as they came. */
  readonly raw: Uint8Array;
  readonly began: number;
  readonly ended: number;
  /** Ended by silence: where the device should have sent a suffix, two codes may have merged. */
  readonly bySilence: boolean;
}

/** Cuts bytes into frames. Pure: time comes with the bytes. */
export interface Framer {
  push(bytes: Uint8Array, at: number): Frame[];
  /** When `tick` wants to be called (epoch milliseconds), or null. */
  due(): number | null;
  tick(now: number): Frame[];
  /** Forgets what was begun: after opening, and where an answer was given up. */
  reset(): void;
}

/** Longer than any code or answer (a PDF417 holds 1,850 characters, a QR code 7,089): beyond it is noise. */
export const MAX_FRAME = 8192;
