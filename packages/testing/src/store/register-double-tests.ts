import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { DraftRefused, rebuild, recordCentralEvents } from '@serialbridge/central/ledger';
import { ENTITY_TABLES } from '@serialbridge/central/storage';
import {
  ENTITIES,
  ENTITY_NAMES,
  identitiesOf,
  keyOf,
  revisionOf,
  type AnyRow,
  type Entity,
} from '@serialbridge/core/model';
import { v7 as uuidv7 } from 'uuid';
import { rowOf } from '../rows.ts';
import { AS_CENTRAL, fillTenant } from './fill-tenant.ts';
import type { TheStore } from './register-store-tests.ts';
import { put } from './test-warehouse.ts';

const UNIQUE = ENTITY_NAMES.filter((entity) => 'unique' in ENTITIES[entity]);

export function registerDoubleTests(the: TheStore): void {
  const read = async (tenant_id: string, entity: Entity, id: string): Promise<AnyRow | undefined> => {
    const [row] = await the().store.read(({ bulk }) => bulk.readKeys(tenant_id, ENTITY_TABLES[entity], [[id]]));
    return row;
  };

  describe('doubles', () => {
    test.each(UNIQUE)(
      'record.taken: of two %s records under one code the later one stands outside the index',
      async (entity) => {
        const { store } = the();
        const { tenant_id } = await fillTenant(store);
        const badge = entity === 'operator' ? { badge: 'B-7' } : {};
        const first = rowOf(entity, badge as never) as AnyRow;
        const [key = ''] = ENTITIES[entity].key;
        const second: AnyRow = { ...first, [key]: uuidv7() };
        expect(identitiesOf(entity, first).length).toBe(entity === 'operator' ? 2 : 1);
        await recordCentralEvents(store, tenant_id, [put(entity, [first] as never)], AS_CENTRAL);
        await recordCentralEvents(store, tenant_id, [put(entity, [second] as never)], AS_CENTRAL);
        expect(await read(tenant_id, entity, keyOf(entity, first))).toMatchObject({ double_of: null });
        expect(await read(tenant_id, entity, keyOf(entity, second))).toMatchObject({ double_of: keyOf(entity, first) });
        expect(await rebuild(store, tenant_id)).toEqual([]);
        // Whatever might write past the ledger: the index takes no second one.
        const past = store.transaction(({ db }) =>
          sql`update ${sql.table(entity)} set double_of = null where tenant_id = ${tenant_id} and ${sql.ref(key)} = ${second[key]}`.execute(
            db,
          ),
        );
        await expect(past).rejects.toThrow(/unique/iu);
        // A person gives it another code: now it is its own.
        const column = identitiesOf(entity, second)[0]?.columns.at(-1) ?? '';
        const renamed = { ...second, [column]: 'ANOTHER', ...(entity === 'operator' ? { badge: 'B-8' } : {}) };
        await recordCentralEvents(store, tenant_id, [put(entity, [renamed] as never)], AS_CENTRAL);
        expect(await read(tenant_id, entity, keyOf(entity, second))).toMatchObject({ double_of: null });
        expect(await rebuild(store, tenant_id)).toEqual([]);
      },
    );

    test('held.row-changed: an image made from an older row is refused, and so is a new one in its place', async () => {
      const { store } = the();
      const { tenant_id, w } = await fillTenant(store);
      const edit = (name: string, made_from: string | null): Promise<unknown> => {
        const rows = [{ ...w.vendor, name }];
        const body = { import_id: null, entity: 'vendor', rows, made_from: [made_from] };
        return recordCentralEvents(store, tenant_id, [{ type: 'records-put', body }], AS_CENTRAL);
      };
      const seen = revisionOf('vendor', w.vendor);
      await edit('First', seen);
      for (const made_from of [seen, null]) {
        const refused = await edit('Second', made_from).catch((error: unknown) => error);
        expect(refused).toBeInstanceOf(DraftRefused);
        expect((refused as DraftRefused).refused).toMatchObject([{ held_reason: 'held.row-changed' }]);
      }
      expect(await read(tenant_id, 'vendor', w.vendor.vendor_id)).toMatchObject({ name: 'First' });
      await edit('Third', revisionOf('vendor', { ...w.vendor, name: 'First' }));
      expect(await rebuild(store, tenant_id)).toEqual([]);
    });

    test('rebuild: edits of a version whose rows had fewer columns still stand', async () => {
      const { store } = the();
      const { tenant_id, w } = await fillTenant(store);
      const made_from = [revisionOf('vendor', w.vendor)];
      const body = { import_id: null, entity: 'vendor', rows: [{ ...w.vendor, name: 'Edited' }], made_from };
      await recordCentralEvents(store, tenant_id, [{ type: 'records-put', body }], AS_CENTRAL);
      // As it was written when a revision was made of other columns.
      await store.transaction(({ db }) =>
        sql`update event set envelope = replace(envelope, ${`"${made_from.join()}"`}, '"older"') where tenant_id = ${tenant_id}`.execute(
          db,
        ),
      );
      expect(await rebuild(store, tenant_id)).toEqual([]);
    });
  });
}
