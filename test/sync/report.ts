import { FAULTS, type Fault } from './world/faults.ts';
import type { Outcome } from './run-world.ts';

/** Sums of many worlds. */
export interface Totals {
  seeds: number;
  events: number;
  least_events: number;
  cases: number;
  readonly faults: Partial<Record<Fault, number>>;
  readonly broken: { readonly seed: number; readonly message: string }[];
}

export const noTotals = (): Totals => ({
  seeds: 0,
  events: 0,
  least_events: Number.MAX_SAFE_INTEGER,
  cases: 0,
  faults: {},
  broken: [],
});

export function addOutcome(totals: Totals, { seed, events, cases, faults, broken }: Outcome): void {
  totals.seeds += 1;
  totals.events += events;
  if (broken === null) totals.least_events = Math.min(totals.least_events, events);
  totals.cases += cases;
  for (const [fault, count] of faults) totals.faults[fault] = (totals.faults[fault] ?? 0) + count;
  if (broken !== null) totals.broken.push({ seed, message: broken.message });
}

export function reportOf({ seeds, events, least_events, cases, faults, broken }: Totals): string {
  const rows = FAULTS.map((fault) => `  ${fault.padEnd(24)}${String(faults[fault] ?? 0).padStart(9)}`);
  return [
    `${seeds} seeds, ${events} events (at least ${least_events} each), ${cases} cases, ${broken.length} broken`,
    'faults that struck:',
    ...rows,
    ...broken.map(({ seed, message }) => `seed ${seed}: ${message.split('\n')[0] ?? ''}`),
  ].join('\n');
}
