import { Envelope } from '@serialbridge/protocol';
import type { CaseRow } from '@serialbridge/core/model';
import type { TenantHeadTable } from '../storage/store/database.ts';
import type { Store, WriteTx } from '../storage/store/store.ts';
import { ENTITY_TABLES } from '../storage/store/tables.ts';
import { heldCaseId, type ExtraCase, type ExtraCases } from './fold-entries.ts';
import { publishHead } from './head-hints.ts';
import { readEnvelope, type Entry } from './read-envelope.ts';
import { recordSlice } from './record-slice.ts';
import { allTenants, lockTenant } from './tenants.ts';

const AT_ONCE = 500;

async function heldEntries(tx: WriteTx, tenant_id: string): Promise<Entry[]> {
  const rows = await tx.db
    .selectFrom('event')
    .select(['envelope', 'incarnation', 'received_at'])
    .where('tenant_id', '=', tenant_id)
    .where('outcome', '=', 'held')
    .orderBy('version')
    .orderBy('ord')
    .limit(AT_ONCE)
    .execute();
  return rows.map((row) => readEnvelope(Envelope.parse(JSON.parse(row.envelope)), row.incarnation, row.received_at));
}

/** The open `case.event-held` of each entry, closed, because the event is not held any more. */
async function closed(tx: WriteTx, tenant_id: string, entries: readonly Entry[], now: number): Promise<ExtraCases> {
  const ids = new Map(entries.map(({ envelope }) => [heldCaseId(envelope.event_id), envelope.event_id]));
  const found = await tx.bulk.readWhere(tenant_id, ENTITY_TABLES.case, 'case_id', [...ids.keys()]);
  const rows = found as unknown as CaseRow[];
  return new Map(
    rows
      .filter((row) => row.state === 'open')
      .map((row): [string, ExtraCase] => [
        ids.get(row.case_id) ?? '',
        {
          row: { ...row, state: 'resolved', resolution_note: 'Applied after all.', resolved_at: now },
          when: 'applied',
        },
      ]),
  );
}

/** Tries held events again, oldest first, inside a transaction that holds the tenant's lock. */
export async function retryHeldIn(
  tx: WriteTx,
  head: TenantHeadTable,
  now: number,
): Promise<{ head: TenantHeadTable; released: number }> {
  const { tenant_id } = head;
  let current = head;
  let released = 0;
  // An event that is applied now may have been what another one waited for.
  for (;;) {
    const entries = await heldEntries(tx, tenant_id);
    if (entries.length === 0) return { head: current, released };
    const trial = await recordSlice(
      tx,
      current,
      { entries, cases: await closed(tx, tenant_id, entries, now), kind: 'held' },
      now,
    );
    if (trial.events.length === 0) return { head: current, released };
    released += trial.events.length;
    current = trial.head;
  }
}

/** Tries all held events of every tenant again; at start, since a newer version may know what an older one did not. */
export async function retryHeld(store: Store, now: number): Promise<number> {
  let total = 0;
  for (const tenant_id of await allTenants(store)) {
    const waiting = await store.db
      .selectFrom('event')
      .select('event_id')
      .where('tenant_id', '=', tenant_id)
      .where('outcome', '=', 'held')
      .limit(1)
      .execute();
    if (waiting.length === 0) continue;
    const done = await store.transaction(async (tx) => retryHeldIn(tx, await lockTenant(tx, tenant_id), now));
    total += done.released;
    if (done.released > 0) publishHead(store, tenant_id, done.head);
  }
  return total;
}
