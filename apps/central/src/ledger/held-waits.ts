import { type RowChange, WAIT_REASONS } from '@serialbridge/core/ledger';
import type { WriteTx } from '../storage/store/store.ts';
import { HELD_DUE_TABLE, HELD_WAIT_TABLE } from '../storage/store/tables.ts';
import type { Folded } from './fold-entries.ts';

/** Where an event stands in the ledger's order. */
export interface LedgerPosition {
  readonly version: number;
  readonly ord: number;
}

const MAY_BE_AWAITED: ReadonlySet<string> = new Set(Object.keys(WAIT_REASONS));

async function isAnyAwaited({ db }: WriteTx, tenant_id: string): Promise<boolean> {
  const found = await db
    .selectFrom('held_wait')
    .select('event_id')
    .where('tenant_id', '=', tenant_id)
    .limit(1)
    .execute();
  return found.length > 0;
}

function waitRowsOf({ entry, applied }: Folded, place: LedgerPosition): object[] {
  const { event_id } = entry.envelope;
  const rows = new Map(applied.waits_for.map(({ entity, key }) => [`${entity} ${key}`, { entity, key }]));
  return [...rows.values()].map((row) => ({ ...row, ...place, event_id }));
}

/**
 * Notes what the held events of a slice wait for now, and nothing for those that were applied. Answers whether any event of the tenant waits.
 * A tenant without held events is asked one short question for each slice.
 */
export async function noteWaits(
  tx: WriteTx,
  tenant_id: string,
  folded: readonly { readonly one: Folded; readonly place: LedgerPosition }[],
  wasHeld: boolean,
): Promise<boolean> {
  const rows = folded.flatMap(({ one, place }) => waitRowsOf(one, place));
  if (wasHeld) {
    const spec = { ...HELD_WAIT_TABLE, key: ['event_id'] };
    const ids = folded.map(({ one }) => [one.entry.envelope.event_id]);
    await tx.bulk.deleteKeys(tenant_id, spec, ids);
  }
  if (rows.length === 0) return isAnyAwaited(tx, tenant_id);
  await tx.bulk.insert(tenant_id, HELD_WAIT_TABLE, rows);
  return true;
}

/** The events that wait for one of these rows are due to be tried again. */
export async function markDue(tx: WriteTx, tenant_id: string, changes: readonly RowChange[]): Promise<void> {
  const came = new Map<string, Set<string>>();
  for (const { entity, key, row } of changes)
    if (row !== null && MAY_BE_AWAITED.has(entity)) came.set(entity, (came.get(entity) ?? new Set()).add(key));
  const keys = [...new Set([...came.values()].flatMap((some) => [...some]))];
  if (keys.length === 0) return;
  const found = await tx.bulk.readWhere(tenant_id, HELD_WAIT_TABLE, 'key', keys);
  const due = new Map(
    found
      .filter(({ entity, key }) => came.get(String(entity))?.has(String(key)) === true)
      .map(({ version, ord, event_id }) => [String(event_id), { version, ord, event_id }]),
  );
  await tx.bulk.upsert(tenant_id, HELD_DUE_TABLE, [...due.values()]);
}

export interface DueEvent extends LedgerPosition {
  readonly event_id: string;
}

/** The first due events in the ledger's order. They are due no more: whoever takes them tries them in the same transaction. */
export async function takeDue(tx: WriteTx, tenant_id: string, limit: number): Promise<DueEvent[]> {
  const due = await tx.db
    .selectFrom('held_due')
    .select(['version', 'ord', 'event_id'])
    .where('tenant_id', '=', tenant_id)
    .orderBy('version')
    .orderBy('ord')
    .limit(limit)
    .execute();
  await tx.bulk.deleteKeys(
    tenant_id,
    HELD_DUE_TABLE,
    due.map(({ version, ord }) => [version, ord]),
  );
  return due;
}

/** A person dismissed these: whatever comes, they are not tried again by themselves. */
export async function forgetWaits(tx: WriteTx, tenant_id: string, event_ids: readonly string[]): Promise<void> {
  const ids = event_ids.map((id) => [id]);
  await tx.bulk.deleteKeys(tenant_id, { ...HELD_WAIT_TABLE, key: ['event_id'] }, ids);
}
