import { hash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { boundedInstant } from '@serialbridge/core/model';
import type { Outcome } from '@serialbridge/core/ledger';
import { MAX_PUSH_BYTES, MAX_PUSH_EVENTS, type Envelope, type OutboxFault } from '@serialbridge/protocol';
import type { OutboxImport } from '@serialbridge/protocol/central';
import { fault, Refusal } from '../../refusal.ts';
import { noteAudit } from '../../audit/index.ts';
import { afterCommit, knownEvents, recordStationEventsIn, lockTenant } from '../../ledger/index.ts';
import type { Store } from '../../storage/store/store.ts';
import { checkOutbox } from './check-outbox.ts';
import { readOutbox, type OutboxChain } from './read-outbox.ts';

/** So many are answered; a file with more is wrong as a whole. */
const MOST_FAULTS = 1000;

export interface OutboxOrder {
  readonly tenant_id: string;
  /** Null: by the command line. */
  readonly operator_id: string | null;
  readonly imported_by: string;
  /** From where; absent: the command line. */
  readonly address?: string | undefined;
  readonly file_name: string;
  readonly bytes: Uint8Array;
  /** Believe the key that the file itself names. */
  readonly any_key?: boolean;
}

/** What an import needs of central. */
interface OutboxCentral {
  readonly store: Store;
  readonly now: () => number;
  readonly metrics: {
    readonly events: { inc(labels: { readonly source: 'station'; readonly outcome: Outcome }): void };
  };
}

interface Counts {
  events_new: number;
  events_known: number;
  events_held: number;
  cases: Set<string>;
}

function refuse(faults: readonly OutboxFault[]): void {
  const [first] = faults;
  if (first === undefined) return;
  const errors = faults
    .slice(0, MOST_FAULTS)
    .map(({ code, message, where, params }) => fault(code, message, where, params));
  throw new Refusal(first.code, {
    detail: `${faults.length} ${faults.length === 1 ? 'fault' : 'faults'} in the file; nothing was imported.`,
    errors,
  });
}

/** As large as a push, so that nobody waits longer for the tenant lock than behind a push. */
function* batchesOf(events: readonly Envelope[]): Generator<readonly Envelope[]> {
  let batch: Envelope[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(JSON.stringify(event));
    if (batch.length > 0 && (batch.length >= MAX_PUSH_EVENTS || bytes + size > MAX_PUSH_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(event);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

async function recordChain(
  { store, now, metrics }: OutboxCentral,
  { tenant_id, station_id }: { readonly tenant_id: string; readonly station_id: string },
  { incarnation, events, is_oldest }: OutboxChain,
  counts: Counts,
): Promise<void> {
  let first = true;
  for (const batch of batchesOf(events)) {
    const oldest = is_oldest && first;
    const done = await store.transaction(async (tx) => {
      const head = await lockTenant(tx, tenant_id);
      // Asked under the same lock: the station may be syncing the very same events.
      const known = await knownEvents(tx, tenant_id, station_id, batch);
      const given = { incarnation, events: batch, now: now(), is_oldest: oldest, is_import: true };
      return { known, recorded: await recordStationEventsIn(tx, head, station_id, given) };
    });
    const { known, recorded } = done;
    afterCommit(store, tenant_id, recorded);
    // This was checked before the first batch. Central can have lost events since then only if it was restored during this import.
    if (recorded.expected_seq !== null)
      refuse([
        {
          code: 'outbox.gap',
          message: `Central lacks the events from ${recorded.expected_seq} on.`,
          where: null,
          params: { expected_seq: recorded.expected_seq },
        },
      ]);
    for (const { event_id, outcome, case_ids } of recorded.outcomes) {
      if (known.has(event_id)) {
        counts.events_known += 1;
        continue;
      }
      counts.events_new += 1;
      if (outcome === 'held') counts.events_held += 1;
      for (const case_id of case_ids) counts.cases.add(case_id);
      metrics.events.inc({ source: 'station', outcome });
    }
    first = false;
    await store.breathe();
  }
}

/**
 * Imports an exported outbox. First central finds everything that is wrong with the file and answers it. Then it records the events as if the station
 * had pushed them, batch by batch, each exactly once. An import that broke off half-way can be made again. Who imported what is kept.
 * @throws Refusal `outbox.*` with every fault; nothing was stored then
 */
export async function importOutbox(central: OutboxCentral, order: OutboxOrder): Promise<OutboxImport> {
  const { store } = central;
  const { tenant_id, operator_id, imported_by, file_name, bytes, any_key = false, address } = order;
  const { read, faults } = readOutbox(bytes);
  if (read === null) {
    refuse(faults);
    throw new Refusal('outbox.not-an-export');
  }
  // A transaction that writes nothing. It looks for the chains as a push does.
  refuse([...faults, ...(await store.transaction((tx) => checkOutbox(tx, tenant_id, read, any_key)))]);
  const { header } = read.file;
  const { station_id, station_name, key_id, events } = header;
  const exported_at = boundedInstant(header.exported_at);
  const counts: Counts = { events_new: 0, events_known: 0, events_held: 0, cases: new Set() };
  for (const chain of read.chains) await recordChain(central, { tenant_id, station_id }, chain, counts);
  const { events_new, events_held, events_known } = counts;
  const outbox_import_id = uuidv7();
  const imported_at = central.now();
  await store.transaction(async (tx) => {
    await tx.db
      .insertInto('outbox_import')
      .values({
        tenant_id,
        outbox_import_id,
        station_id,
        operator_id,
        imported_by,
        imported_at,
        file_name,
        file_sha256: hash('sha256', bytes, 'hex'),
        key_id,
        exported_at,
        events,
        events_new,
        events_held,
        cases: counts.cases.size,
      })
      .execute();
    await noteAudit(
      tx,
      {
        tenant_id,
        now: imported_at,
        operator_id,
        by: operator_id === null ? imported_by : null,
        address: address ?? null,
      },
      {
        kind: 'outbox-imported',
        entity: 'station',
        record_key: station_id,
        subject_id: station_id,
        label: station_name,
        details: { file_name, station: station_name, events, events_new },
      },
    );
    // The station's backlog, as it was when it was last seen, is less by what came this way.
    await tx.db
      .updateTable('station_contact')
      .set((eb) => ({
        backlog: eb
          .case()
          .when('backlog', '>', events_new)
          .then(eb('backlog', '-', events_new))
          .else(0)
          .end(),
      }))
      .where('tenant_id', '=', tenant_id)
      .where('station_id', '=', station_id)
      .execute();
  });
  return {
    outbox_import_id,
    station_id,
    station_name,
    imported_by,
    imported_at,
    file_name,
    exported_at,
    events,
    events_new,
    events_known,
    events_held,
    cases: counts.cases.size,
  };
}
