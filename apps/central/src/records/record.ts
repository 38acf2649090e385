import type { EventDraft } from '@serialbridge/core/events';
import type { AnyRow, Entity, Row } from '@serialbridge/core/model';
import type { Central } from '../central.ts';
import { recordCentralEvents } from '../ledger/index.ts';

/** Events hold at most this many rows and about this many bytes (an event may have 128 KiB with its envelope). */
const MOST_ROWS = 500;
const MOST_BYTES = 96 * 1024;

/** Rows of one entity as drafts of `records-put`, cut to size. */
export function putDrafts(entity: Entity, rows: readonly AnyRow[], import_id: string | null = null): EventDraft[] {
  const drafts: EventDraft[] = [];
  let part: AnyRow[] = [];
  let bytes = 0;
  const flush = (): void => {
    if (part.length > 0) drafts.push({ type: 'records-put', body: { import_id, entity, rows: part.map(asJson) } });
    part = [];
    bytes = 0;
  };
  for (const row of rows) {
    const size = Buffer.byteLength(JSON.stringify(row));
    if (part.length >= MOST_ROWS || bytes + size > MOST_BYTES) flush();
    part.push(row);
    bytes += size;
  }
  flush();
  return drafts;
}

type JsonRow = Extract<EventDraft, { type: 'records-put' }>['body']['rows'][number];
/** Rows are JSON already: every column is text, number, boolean, null or JSON. */
const asJson = (row: AnyRow): JsonRow => row as JsonRow;

/** Records central's own facts, all or none, in the name of a person (null: central itself). */
export async function recordDrafts(
  central: Central,
  who: { tenant_id: string; operator_id: string | null },
  drafts: readonly EventDraft[],
): Promise<void> {
  if (drafts.length === 0) return;
  const { outcomes } = await recordCentralEvents(central.store, who.tenant_id, drafts, {
    operator_id: who.operator_id,
    now: central.now(),
  });
  for (const { outcome } of outcomes) central.metrics.events.inc({ source: 'central', outcome });
}

/** Puts rows of one entity. */
export function putRows<E extends Entity>(
  central: Central,
  who: { tenant_id: string; operator_id: string | null },
  entity: E,
  rows: readonly Row<E>[],
): Promise<void> {
  return recordDrafts(central, who, putDrafts(entity, rows));
}
