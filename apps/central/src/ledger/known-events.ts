import type { Envelope } from '@serialbridge/protocol';
import { OUTCOMES } from '@serialbridge/core/ledger';
import type { WriteTx } from '../storage/store/store.ts';
import { EVENT_FORK_TABLE, EVENT_TABLE, type TableSpec } from '../storage/store/tables.ts';
import type { RecordedEvent } from './record-slice.ts';

/** An event that central has, with every number (`seq hash`) of this station under which it came. */
export interface KnownEvent extends RecordedEvent {
  readonly version: number;
  readonly numbers: ReadonlySet<string>;
}

const only = (spec: TableSpec, names: readonly string[]): TableSpec => ({
  ...spec,
  columns: spec.columns.filter(({ name }) => names.includes(name)),
});
const EVENT = only(EVENT_TABLE, [
  'event_id',
  'station_id',
  'seq',
  'hash',
  'outcome',
  'held_reason',
  'case_ids',
  'version',
]);
const FORK = only(EVENT_FORK_TABLE, ['event_id', 'station_id', 'seq', 'hash']);

/** Which of these events central has already, by event id. */
export async function knownEvents(
  tx: WriteTx,
  tenant_id: string,
  station_id: string,
  events: readonly Pick<Envelope, 'event_id'>[],
): Promise<Map<string, KnownEvent>> {
  const ids = events.map(({ event_id }) => event_id);
  const found = await tx.bulk.readWhere(tenant_id, EVENT, 'event_id', ids);
  if (found.length === 0) return new Map();
  const forks = await tx.bulk.readWhere(tenant_id, { ...FORK, key: ['seq'] }, 'event_id', ids);
  const numbers = new Map<string, Set<string>>();
  for (const row of [...found, ...forks].filter((one) => one['station_id'] === station_id)) {
    const event_id = String(row['event_id']);
    const set = numbers.get(event_id) ?? new Set();
    numbers.set(event_id, set.add(`${String(row['seq'])} ${String(row['hash'])}`));
  }
  return new Map(
    found.map((row) => {
      const event_id = String(row['event_id']);
      const known: KnownEvent = {
        event_id,
        outcome: OUTCOMES.find((outcome) => outcome === row['outcome']) ?? 'held',
        held_reason: (row['held_reason'] ?? null) as string | null,
        case_ids: JSON.parse(String(row['case_ids'])) as string[],
        version: Number(row['version']),
        numbers: numbers.get(event_id) ?? new Set(),
      };
      return [event_id, known];
    }),
  );
}
