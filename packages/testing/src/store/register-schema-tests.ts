import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { ENTITY_NAMES, columnsOf } from '@serialbridge/core/model';
import { ENTITY_TABLES, type Store } from '@serialbridge/central/storage';
import { fillTenant } from './fill-tenant.ts';
import type { TheStore } from './register-store-tests.ts';

async function columnsIn(store: Store, table: string): Promise<string[]> {
  const found =
    store.engine === 'sqlite'
      ? await store.read(({ db }) =>
          sql<{ name: string }>`select name from pragma_table_info(${table})`.execute(db as never),
        )
      : await store.read(({ db }) =>
          sql<{
            name: string;
          }>`select column_name as name from information_schema.columns where table_name = ${table}`.execute(
            db as never,
          ),
        );
  return found.rows.map(({ name }) => name).toSorted();
}

export function registerSchemaTests(the: TheStore): void {
  describe('schema', () => {
    test('every entity has a table with tenant_id and its columns, no more and no less', async () => {
      for (const entity of ENTITY_NAMES) {
        const wanted = ['tenant_id', ...columnsOf(entity).map(({ name }) => name)].toSorted();
        expect([entity, ...(await columnsIn(the().store, entity))]).toEqual([entity, ...wanted]);
      }
    });

    test('opening again applies no step twice and finds what was stored', async () => {
      const { tenant_id, w } = await fillTenant(the().store);
      const again = await the().reopen();
      const [row] = await again.read(({ bulk }) =>
        bulk.readWhere(tenant_id, ENTITY_TABLES.product, 'product_id', [w.product.product_id]),
      );
      await again.close();
      expect(row).toEqual({ ...w.product, double_of: null });
    });

    test('a database of newer software is refused with what to do', async () => {
      await the().store.transaction(({ db }) =>
        sql`insert into migration (name, applied_at) values ('9999-of-the-future', 1)`.execute(db),
      );
      await expect(the().reopen()).rejects.toThrow(/newer version.*9999-of-the-future.*update/);
    });

    test('a database of a version before 1 is refused with what to do', async () => {
      await the().store.transaction(({ db }) =>
        sql`insert into migration (name, applied_at) values ('0010-tenants-and-heads', 1)`.execute(db),
      );
      await expect(the().reopen()).rejects.toThrow(/^The database is of a version before 1 .*empty database.*$/u);
    });

    test('a transaction that throws leaves nothing behind', async () => {
      const { store } = the();
      const { tenant_id } = await fillTenant(store);
      const failing = store.transaction(async ({ db }) => {
        await db.updateTable('tenant_head').set({ version: 77 }).where('tenant_id', '=', tenant_id).execute();
        throw new Error('stop');
      });
      await expect(failing).rejects.toThrow('stop');
      const head = await store.db
        .selectFrom('tenant_head')
        .select('version')
        .where('tenant_id', '=', tenant_id)
        .executeTakeFirstOrThrow();
      expect(head.version).not.toBe(77);
    });

    test('a serialisation failure runs the transaction again', async () => {
      let runs = 0;
      const result = await the().store.transaction(() => {
        runs += 1;
        if (runs < 3) return Promise.reject(Object.assign(new Error('could not serialize access'), { code: '40001' }));
        return Promise.resolve('done');
      });
      expect([runs, result]).toEqual([3, 'done']);
    });

    test('rows of plain queries carry booleans and JSON, not how the engine keeps them', async () => {
      const { store } = the();
      const { tenant_id } = await fillTenant(store);
      const row = await store.db
        .selectFrom('product')
        .select(['active', 'serial_case_fold'])
        .where('tenant_id', '=', tenant_id)
        .executeTakeFirstOrThrow();
      expect(row).toEqual({ active: true, serial_case_fold: false });
    });
  });
}
