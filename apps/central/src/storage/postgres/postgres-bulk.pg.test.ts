import { v7 as uuidv7 } from 'uuid';
import { describe, expect, inject, test } from 'vitest';
import { migratedDatabase } from '@serialbridge/testing/postgres/fresh-database';
import { freshStore } from '@serialbridge/testing/store/fresh-store';
import { ENTITY_TABLES, FEED_TABLE } from '../store/tables.ts';

const server = inject('postgres');

const TEXTS: readonly (string | null)[] = [
  null,
  '',
  'NULL',
  'null',
  '{}',
  '{"a":"b\\"c\\\\d"}',
  'a,b',
  '"',
  '\\',
  '\\\\"\\N',
  ' spaced\tand\nbroken ',
  'Grüße 😀',
  "it's $1",
];

describe.skipIf('missing' in server)('with PostgreSQL', () => {
  test('bulk.arrays: every text comes back as it went in, null as null', async () => {
    const { store, drop } = await freshStore(await migratedDatabase('url' in server ? server.url : ''));
    const tenant_id = uuidv7();
    try {
      const rows = TEXTS.map((row, at) => ({
        version: 1,
        ord: 10 + at,
        entity: 'unit',
        key: row ?? 'none',
        row,
        warehouse_id: null,
      }));
      const policy = [null, true, 'a"b', ['x\\y', 1.5e-7], { k: null }].map((value, at) => ({
        level: 'tenant',
        level_id: '',
        key: `k"${at}\\`,
        value,
        policy_version: 1,
      }));
      await store.transaction(async ({ bulk }) => {
        await bulk.insert(tenant_id, FEED_TABLE, rows);
        await bulk.upsert(tenant_id, ENTITY_TABLES.policy_value, policy);
        const keys = rows.map(({ key }) => key);
        expect(await bulk.readWhere(tenant_id, FEED_TABLE, 'key', keys)).toEqual(rows);
        const found = await bulk.readKeys(
          tenant_id,
          ENTITY_TABLES.policy_value,
          policy.map(({ level, level_id, key }) => [level, level_id, key]),
        );
        expect(found).toEqual(policy);
        await expect(
          bulk.savepoint(() => bulk.readWhere(tenant_id, ENTITY_TABLES.unit, 'unit_id', ['null,{"'])),
        ).rejects.toThrow(/uuid/u);
      });
    } finally {
      await drop();
    }
  });
});
