import type { AnyRow } from '@serialbridge/core/model';
import type { LostRecordTable } from '../../storage/database.ts';
import type { Store, WriteTx } from '../../storage/store.ts';
import { saysTheSame } from './own-part.ts';
import { presentRows } from './present-rows.ts';

const PAGE = 500;

async function forgetLost(
  tx: WriteTx,
  tenant_id: string,
  { entity, key }: Pick<LostRecordTable, 'entity' | 'key'>,
): Promise<void> {
  for (const table of ['lost_record', 'lost_record_station'] as const)
    await tx.db
      .deleteFrom(table)
      .where('tenant_id', '=', tenant_id)
      .where('entity', '=', entity)
      .where('key', '=', key)
      .execute();
}

/** Forgets open ones that central has by now: imported or entered again, or come back with stations' events. */
export async function sweepLost(store: Store, tenant_id: string): Promise<void> {
  for (let after: LostRecordTable | undefined; ;) {
    const from = after;
    const rows = await store.read(async ({ db, bulk }) => {
      let page = db
        .selectFrom('lost_record')
        .selectAll()
        .where('tenant_id', '=', tenant_id)
        .where('state', '=', 'open');
      if (from !== undefined)
        page = page.where((eb) =>
          eb.or([eb('entity', '>', from.entity), eb.and([eb('entity', '=', from.entity), eb('key', '>', from.key)])]),
        );
      const found = await page.orderBy('entity').orderBy('key').limit(PAGE).execute();
      const present = await presentRows(bulk, tenant_id, found);
      return found.map((row) => ({ row, here: present.get(`${row.entity} ${row.key}`) }));
    });
    const known = rows.filter(
      ({ row, here }) => here !== undefined && saysTheSame(row.entity, JSON.parse(row.row) as AnyRow, here),
    );
    if (known.length > 0)
      await store.transaction(async (tx) => {
        for (const { row } of known) await forgetLost(tx, tenant_id, row);
      });
    after = rows.at(-1)?.row;
    if (rows.length < PAGE) return;
  }
}
