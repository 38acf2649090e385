import type { Framer } from './framer.ts';

/** HID: what came at once is one report, whole. */
export function reportFramer(): Framer {
  return {
    push: (bytes, at) =>
      bytes.length === 0 ? [] : [{ bytes: bytes.slice(), raw: bytes.slice(), began: at, ended: at, bySilence: false }],
    due: () => null,
    tick: () => [],
    reset: () => undefined,
  };
}
