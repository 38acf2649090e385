import { setTimeout as wait } from 'node:timers/promises';
import type { GadgetSpec } from './gadget-spec.ts';
import type { Stage } from './stage.ts';

const ASKED = '~HS';

/** The three lines of a Zebra printer's `~HS`: paper out is the second field of the first, the labels that wait the fifth. */
const status = (paperOut: boolean): string =>
  [
    `\u0002030,${paperOut ? 1 : 0},0,0245,000,0,0,0,000,0,0,0\u0003\r\n`,
    '\u0002001,0,0,0,1,2,6,0,00000000,1,000\u0003\r\n',
    '\u00021234,0\u0003\r\n',
  ].join('');

/** The printer's side: takes labels, and answers what is asked. */
export interface PrinterPlay {
  /** Labels as they came, questions taken out. Waits until the text holds so. */
  label(holds: (text: string) => boolean, ms?: number): Promise<string>;
  /** Forgets what came so far. */
  clear(): void;
  paperOut(is: boolean): void;
  stop(): Promise<void>;
}

export function playPrinter(stage: Stage, spec: GadgetSpec): PrinterPlay {
  let received = '';
  let out = false;
  const ending = new AbortController();
  const loop = (async (): Promise<void> => {
    while (!ending.signal.aborted) {
      // unplugged in between: there is nothing to take
      const bytes = await stage.take(spec).catch(() => Buffer.alloc(0));
      received += bytes.toString('utf8');
      while (received.includes(ASKED)) {
        received = received.replace(/~HS\r?\n?/u, '');
        await stage.leave(spec, [Buffer.from(status(out))]).catch(() => 0);
      }
      await wait(60);
    }
  })();
  return {
    label: async (holds, ms = 15_000) => {
      const until = Date.now() + ms;
      while (!holds(received)) {
        if (Date.now() > until) throw new Error(`the printer got ${JSON.stringify(received.slice(0, 300))}`);
        await wait(50);
      }
      return received;
    },
    clear: () => {
      received = '';
    },
    paperOut: (is) => {
      out = is;
    },
    stop: async () => {
      ending.abort();
      await loop;
    },
  };
}
