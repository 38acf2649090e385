import { heldKind, MemoryView, WorkingView, applyEvent, parseEvent, takeEvent } from '@serialbridge/core/ledger';
import {
  ENTITY_NAMES,
  keyOf,
  type AnyRow,
  type CaseRow,
  type Entity,
  type HeldEventRow,
} from '@serialbridge/core/model';
import { Envelope } from '@serialbridge/protocol';
import type { ReadTx, Store } from '../storage/store/store.ts';
import { ENTITY_TABLES } from '../storage/store/tables.ts';
import { caseChange } from './held-cases.ts';
import { readHead } from './tenants.ts';
import { wholeRow } from './write-changes.ts';

const PAGE = 2000;

/** A row in which the tables differ from an independent fold of the ledger; null: one of the two lacks it. */
export interface Difference {
  readonly entity: Entity;
  readonly key: string;
  readonly table: AnyRow | null;
  readonly folded: AnyRow | null;
}

type Step =
  | { readonly version: number; readonly ord: number; readonly envelope: string }
  | { readonly version: number; readonly ord: number; readonly row: string };

async function* ledger(tx: ReadTx, tenant_id: string): AsyncGenerator<Step> {
  const after = { version: -1, ord: -1 };
  for (;;) {
    const events = await tx.db
      .selectFrom('event')
      .select(['version', 'ord', 'envelope'])
      .where('tenant_id', '=', tenant_id)
      .where('outcome', '!=', 'held')
      .where((at) =>
        at.or([
          at('version', '>', after.version),
          at.and([at('version', '=', after.version), at('ord', '>', after.ord)]),
        ]),
      )
      .orderBy('version')
      .orderBy('ord')
      .limit(PAGE)
      .execute();
    yield* events;
    const last = events.at(-1);
    if (last === undefined) return;
    after.version = last.version;
    after.ord = last.ord;
  }
}

const isBefore = (a: Step, b: Step): boolean => a.version < b.version || (a.version === b.version && a.ord <= b.ord);

/**
 * Whether a row had changed under the person who put it was judged once, when it was put: by a revision over the columns that rows had then.
 * Asked again after a newer version has added a column, every edit would seem to come from an older row.
 */
function asJudged(envelope: Envelope): Envelope {
  const { type, body } = envelope;
  if (type !== 'records-put' || typeof body !== 'object' || body === null || !('made_from' in body)) return envelope;
  const { made_from: _, ...rest } = body;
  return { ...envelope, body: rest };
}

/**
 * Folds a tenant's whole ledger from nothing, in its order. The order is (`version`, `ord`). An event that was held takes effect where it was
 * applied at last, not where it arrived, so its (`version`, `ord`) is written anew when that happens. No event's fold makes the cases that the
 * ledger itself opened or closed (held, forked). They are put in at their own (`version`, `ord`), before the event there. Any other order gives
 * other rows: to pack an order and then cancel it is not the same as to cancel it and then pack it. Each event is judged by the rights that people had
 * there, as it was the first time. Only what was recorded before anybody was asked (`judged_from`) is folded as it is.
 */
async function foldAll(tx: ReadTx, tenant_id: string): Promise<MemoryView> {
  const memory = new MemoryView();
  const head = await readHead(tx.db, tenant_id);
  const own: Step[] = await tx.db
    .selectFrom('ledger_case')
    .select(['version', 'ord', 'row'])
    .where('tenant_id', '=', tenant_id)
    .orderBy('version')
    .orderBy('ord')
    .execute();
  let next = 0;
  const put = (until: Step | null): void => {
    const end = until === null ? own.length : own.findIndex((step, index) => index >= next && !isBefore(step, until));
    for (const step of own.slice(next, end === -1 ? own.length : end)) {
      if ('row' in step) memory.apply([caseChange(JSON.parse(step.row) as CaseRow)]);
      next += 1;
    }
  };
  for await (const step of ledger(tx, tenant_id)) {
    put(step);
    if (!('envelope' in step)) continue;
    const parsed = parseEvent(asJudged(Envelope.parse(JSON.parse(step.envelope))));
    if ('held_reason' in parsed) throw new Error(`an applied event can no longer be read: ${parsed.held_reason}`);
    const view = new WorkingView(memory);
    const judged = step.version >= head.judged_from;
    const { changes } = judged ? takeEvent(view, parsed.event, head.central_id) : applyEvent(view, parsed.event);
    memory.apply(changes);
    memory.note(parsed.event);
  }
  put(null);
  memory.putAll('held_event', await heldRows(tx, tenant_id));
  return memory;
}

/** What is held is in no fold; the ledger itself says which events, why, and in which case. */
async function heldRows(tx: ReadTx, tenant_id: string): Promise<HeldEventRow[]> {
  const held = await tx.db
    .selectFrom('event')
    .select(['event_id', 'station_id', 'held_reason', 'case_ids'])
    .where('tenant_id', '=', tenant_id)
    .where('outcome', '=', 'held')
    .execute();
  return held.map(({ event_id, station_id, held_reason, case_ids }) => ({
    event_id,
    station_id,
    held_reason: heldKind(held_reason ?? ''),
    case_id: (JSON.parse(case_ids) as string[]).at(-1) ?? '',
  }));
}

async function* tableRows(tx: ReadTx, tenant_id: string, entity: Entity): AsyncGenerator<AnyRow> {
  const spec = ENTITY_TABLES[entity];
  for (let after: unknown[] | undefined; ;) {
    const rows = await tx.bulk.readAfter(tenant_id, spec, after, PAGE);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = spec.key.map((name) => last[name]);
  }
}

/** Rows as texts that are equal exactly if the rows are, whatever the order of keys inside their JSON. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

/** Folds all events of a tenant in ledger order from empty and compares the outcome with the tables. Empty: they are the same. */
export function rebuild(store: Store, tenant_id: string): Promise<Difference[]> {
  return store.read(async (tx) => {
    const memory = await foldAll(tx, tenant_id);
    const differences: Difference[] = [];
    for (const entity of ENTITY_NAMES) {
      const folded = new Map(memory.all(entity).map((row) => [keyOf(entity, row), wholeRow(entity, row)]));
      for await (const table of tableRows(tx, tenant_id, entity)) {
        const key = keyOf(entity, table);
        const other = folded.get(key) ?? null;
        folded.delete(key);
        if (other === null || canonical(other) !== canonical(table))
          differences.push({ entity, key, table, folded: other });
      }
      for (const [key, row] of folded) differences.push({ entity, key, table: null, folded: row });
    }
    return differences;
  });
}
