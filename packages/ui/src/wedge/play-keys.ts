import { expect } from 'vitest';
import { WedgeDetector } from './wedge-detector.ts';
import type { WedgeKey, WedgeOptions } from './wedge-key.ts';

/** A key, `gap` ms behind the one before. `up`: it is let go at once, as a scanner does; or Alt is, behind the last digit of its code. */
export type Press = Partial<WedgeKey> & { readonly key: string; readonly gap: number; readonly up?: boolean | 'Alt' };

export const press = (key: string, gap: number, more: Partial<WedgeKey> = {}): Press => ({ key, gap, ...more });
export const keys = (text: string, gap: number): Press[] =>
  Array.from(text).map((key) =>
    key === '\u001D' ? press(']', gap, { ctrl: true }) : press(key === '\r' ? 'Enter' : key, gap),
  );

/** Keys where nobody sees what is typed. */
export const nowhere = (presses: readonly Press[]): Press[] => presses.map((one) => ({ ...one, in_field: false }));

export interface Outcome {
  /** What the page was given, in its order: released characters and passed keys. */
  readonly page: string;
  readonly codes: string[];
  readonly faults: string[];
}

/** Plays key presses against a detector with a driver's timer: the hold runs out before a later key arrives. */
export function play(presses: readonly Press[], options: Partial<WedgeOptions> = {}): Outcome {
  const detector = new WedgeDetector(options);
  const outcome = { page: '', codes: [] as string[], faults: [] as string[] };
  let held: string[] = [];
  let time = 1000;
  const apply = (decision: ReturnType<WedgeDetector['press']>): void => {
    outcome.page += held.slice(0, decision.release).join('');
    held = held.slice(decision.release + decision.discard);
    if (decision.code !== null) outcome.codes.push(decision.code.text);
    if (decision.fault !== null) outcome.faults.push(`${decision.fault.kind}:${decision.fault.text}`);
  };
  for (const { gap, up = false, ...key } of presses) {
    if (detector.held > 0 && gap > detector.holdMs) apply(detector.expire());
    time += gap;
    const full = {
      time,
      repeat: false,
      ctrl: false,
      alt: false,
      meta: false,
      alt_graph: false,
      caps_lock: false,
      composing: false,
      in_field: true,
      ...key,
    };
    const decision = detector.press(full);
    apply(decision);
    const seen = key.key.length === 1 ? key.key : `<${key.key}>`;
    if (decision.fate === 'pass') outcome.page += seen;
    if (decision.fate === 'hold') held.push(seen);
    if (up !== false) apply(detector.lift(up === 'Alt' ? up : key.key, key.code ?? '', time));
  }
  apply(detector.expire());
  expect(held).toEqual([]);
  return outcome;
}
