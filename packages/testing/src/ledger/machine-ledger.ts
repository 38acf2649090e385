import { EVENTS, type EventDraft } from '@serialbridge/core/events';
import { applyEvent, MemoryView, parseEvent } from '@serialbridge/core/ledger';
import type { PolicyValueRow } from '@serialbridge/core/model';

/** Ids that are the same in every run. */
export const machineId = (n: number): string => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

/** The real fold under a machine: what the machine decides is applied, and its next command sees it. */
export class MachineLedger {
  readonly view: MemoryView = new MemoryView();
  readonly station_id: string;
  readonly policies: readonly PolicyValueRow[];
  #ids = 1000;
  #events = 0;

  constructor(station_id: string, policy: Readonly<Record<string, PolicyValueRow['value']>>) {
    this.station_id = station_id;
    const tenant = { level: 'tenant', level_id: '', policy_version: 1 } as const;
    this.policies = Object.entries(policy).map(([key, value]) => ({ ...tenant, key, value }));
  }

  newId = (): string => machineId((this.#ids += 1));

  record(events: readonly EventDraft[]): void {
    for (const { type, body } of events) {
      const event_id = machineId(900_000 + (this.#events += 1));
      const from = { station_id: this.station_id, operator_id: null, approved_by: null, captured_at: 1 };
      const parsed = parseEvent({ event_id, type, v: EVENTS[type].v, body, ...from });
      if ('held_reason' in parsed) throw new Error(`${type}: ${parsed.held_reason}`);
      const applied = applyEvent(this.view, parsed.event);
      if (applied.outcome !== 'accepted') throw new Error(`${type} ${applied.outcome}: ${applied.held_reason}`);
      this.view.apply(applied.changes);
    }
  }
}
