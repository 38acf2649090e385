import { CENTRAL_API, type SignInLock } from '@serialbridge/protocol/central';
import { locksOf } from '../auth/attempts.ts';
import { backupState } from '../recovery/backup/marks.ts';
import { serve, type ServedCall } from '../api/serve-call.ts';
import type { ReadDb } from '../storage/index.ts';

const ONLINE_MS = 2 * 60 * 1000;

async function locks(db: ReadDb, tenant_id: string, now: number): Promise<SignInLock[]> {
  const found = await locksOf(db, tenant_id, now);
  if (found.length === 0) return [];
  const people = await db
    .selectFrom('operator')
    .select(['operator_id', 'name'])
    .where('tenant_id', '=', tenant_id)
    .where(
      'operator_id',
      'in',
      found.map((one) => one.operator_id),
    )
    .execute();
  const names = new Map(people.map(({ operator_id, name }) => [operator_id, name]));
  return found.map((lock) => ({ ...lock, name: names.get(lock.operator_id) ?? '' }));
}

/** Those that nobody has decided about: what a person dismissed is held for ever, and needs no look. */
async function heldEvents(db: ReadDb, tenant_id: string): Promise<number> {
  const cases = await db
    .selectFrom('case')
    .select('held_count')
    .where('tenant_id', '=', tenant_id)
    .where('state', '=', 'open')
    .where('rule', '=', 'case.event-held')
    .execute();
  return cases.reduce((sum, { held_count }) => sum + (held_count ?? 0), 0);
}

/** What the console's first page shows. */
export const getSummary: ServedCall = serve(CENTRAL_API['summary.get'], ({ central, who }) =>
  central.store.read(async ({ db }) => {
    const { tenant_id } = who;
    const now = central.now();
    const count = async (
      table: 'case' | 'purchase_order' | 'order' | 'lost_record',
      column: 'state' | 'status',
      value: string,
    ): Promise<number> => {
      const row = await db
        .selectFrom(table)
        .select((eb) => eb.fn.countAll<number>().as('found_count'))
        .where('tenant_id', '=', tenant_id)
        .where(db.dynamic.ref<string>(column), '=', value)
        .executeTakeFirstOrThrow();
      return row.found_count;
    };
    const stations = await db
      .selectFrom('station')
      .leftJoin('station_contact', (join) =>
        join
          .onRef('station_contact.tenant_id', '=', 'station.tenant_id')
          .onRef('station_contact.station_id', '=', 'station.station_id'),
      )
      .select(['station.state', 'station_contact.last_seen_at', 'station_contact.backlog'])
      .where('station.tenant_id', '=', tenant_id)
      .execute();
    const paired = stations.filter((one) => one.state === 'paired');
    const head = await db
      .selectFrom('tenant_head')
      .select('version')
      .where('tenant_id', '=', tenant_id)
      .executeTakeFirstOrThrow();
    return {
      open_cases: await count('case', 'state', 'open'),
      open_purchase_orders: await count('purchase_order', 'status', 'open'),
      open_orders: await count('order', 'status', 'open'),
      lost_records: await count('lost_record', 'state', 'open'),
      held_events: await heldEvents(db, tenant_id),
      // Nobody waits to hear one that was revoked or is not paired yet: it would warn for ever.
      stations: paired.length,
      stations_online: paired.filter((one) => (one.last_seen_at ?? 0) + ONLINE_MS > now).length,
      backlog: stations.reduce((sum, one) => sum + (one.backlog ?? 0), 0),
      backup: await backupState(db, tenant_id, now),
      sign_in_locks: who.rights.has('people') ? await locks(db, tenant_id, now) : [],
      version: head.version,
      now,
    };
  }),
);
