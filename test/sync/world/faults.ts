/** What may befall one message. */
export const MESSAGE_FAULTS = [
  'request-lost',
  'answer-lost',
  'duplicated',
  'reordered',
  'truncated',
  'refused',
  'server-error',
] as const;

/** Every kind of fault that the simulator makes; the report counts how often each struck. */
export const FAULTS = [
  ...MESSAGE_FAULTS,
  'partition',
  // A station.
  'host-killed',
  'station-power-cut',
  'disk-cloned',
  'station-restored',
  'station-disk-full',
  'station-clock-off',
  'cache-lost',
  'station-revoked',
  // Central.
  'killed-before-commit',
  'killed-after-commit',
  'killed-before-answer',
  'central-restored',
  'central-clock-off',
  'serialisation-failure',
  'older-software',
  'feed-pruned',
] as const;
export type Fault = (typeof FAULTS)[number];

export class FaultCounts {
  readonly counts: Map<Fault, number> = new Map(FAULTS.map((fault) => [fault, 0]));
  struck(fault: Fault): void {
    this.counts.set(fault, (this.counts.get(fault) ?? 0) + 1);
  }
}
