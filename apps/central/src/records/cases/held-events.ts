import { heldKind } from '@serialbridge/core/ledger';
import { CENTRAL_API, type HeldEventListRow } from '@serialbridge/protocol/central';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { readPage } from '../../api/keyset.ts';
import { noteAudit } from '../../audit/index.ts';
import { retryThese } from '../../ledger/index.ts';
import { notFound, Refusal } from '../../refusal.ts';
import type { ReadDb } from '../../storage/index.ts';
import { Names } from '../names.ts';
import { detailsOf, readStored, serialsOf } from '../units/event-details.ts';

async function showHeld(db: ReadDb, tenant_id: string, event_ids: readonly string[]): Promise<HeldEventListRow[]> {
  if (event_ids.length === 0) return [];
  const events = await db
    .selectFrom('event')
    .select(['event_id', 'type', 'seq', 'operator_id', 'captured_at', 'received_at', 'held_reason', 'envelope'])
    .where('tenant_id', '=', tenant_id)
    .where('event_id', 'in', event_ids)
    .execute();
  const waits = await db
    .selectFrom('held_wait')
    .select(['event_id', 'entity', 'key'])
    .where('tenant_id', '=', tenant_id)
    .where('event_id', 'in', event_ids)
    .execute();
  const names = await new Names(db, tenant_id).load({ operator: events.map(({ operator_id }) => operator_id) });
  const byId = new Map(events.map((event) => [event.event_id, event]));
  return event_ids.flatMap((event_id) => {
    const event = byId.get(event_id);
    if (event === undefined) return [];
    const { envelope, operator_id, held_reason, ...rest } = event;
    const read = readStored(envelope);
    const waits_for = waits.filter((one) => one.event_id === event_id).map(({ entity, key }) => ({ entity, key }));
    const operator = names.namedOrNull('operator', operator_id);
    const details = read === null ? [] : [...detailsOf(read.body, null), ...serialsOf(read.body)];
    const reason = heldKind(held_reason ?? '');
    return [{ ...rest, operator, held_reason: reason, held_detail: held_reason ?? reason, waits_for, details }];
  });
}

const listHeld: ServedCall = serve(CENTRAL_API['cases.held'], ({ central, who, params, query }) =>
  central.store.read(async ({ db }) => {
    const { tenant_id } = who;
    const list = db.selectFrom('held_event').where('tenant_id', '=', tenant_id).where('case_id', '=', params.case_id);
    return readPage(db, 'held_event', list, { by: null, id: 'event_id' }, query, (rows) =>
      showHeld(
        db,
        tenant_id,
        rows.map(({ event_id }) => event_id),
      ),
    );
  }),
);

/** Somebody has put right what was wrong. Some of the events may have been dismissed before; those too are tried. */
const retryHeld: ServedCall = serve(CENTRAL_API['cases.retry'], async ({ central, who, params }) => {
  const { store, now } = central;
  const { tenant_id } = who;
  const { case_id } = params;
  const row = await store.db
    .selectFrom('case')
    .select('rule')
    .where('tenant_id', '=', tenant_id)
    .where('case_id', '=', case_id)
    .executeTakeFirst();
  if (row === undefined) throw notFound('case');
  if (row.rule !== 'case.event-held')
    throw new Refusal('request.invalid', { detail: 'Only held events can be tried again.' });
  const held = await store.db
    .selectFrom('held_event')
    .select('event_id')
    .where('tenant_id', '=', tenant_id)
    .where('case_id', '=', case_id)
    .orderBy('event_id')
    .execute();
  await store.transaction((tx) =>
    noteAudit(
      tx,
      { ...who, now: now() },
      {
        kind: 'held-tried-again',
        entity: 'case',
        record_key: case_id,
        subject_id: case_id,
        details: { events: held.length },
      },
    ),
  );
  const ids = held.map(({ event_id }) => event_id);
  await retryThese(store, tenant_id, ids, now());
  const left = await store.db
    .selectFrom('held_event')
    .select('event_id')
    .where('tenant_id', '=', tenant_id)
    .where('case_id', '=', case_id)
    .execute();
  return { tried: held.length, applied: held.length - left.length };
});

export const HELD_CALLS = { 'cases.held': listHeld, 'cases.retry': retryHeld };
