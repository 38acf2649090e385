import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { noteAudit } from '@serialbridge/central/audit';
import { recordCentralEvents } from '@serialbridge/central/ledger';
import type { AuditEntryTable, Store } from '@serialbridge/central/storage';
import { revisionOf } from '@serialbridge/core/model';
import { AS_CENTRAL, fillTenant } from './fill-tenant.ts';
import type { TheStore } from './register-store-tests.ts';
import { put } from './test-warehouse.ts';

const entriesOf = (store: Store, tenant_id: string): Promise<AuditEntryTable[]> =>
  store.db.selectFrom('audit_entry').selectAll().where('tenant_id', '=', tenant_id).orderBy('audit_entry_id').execute();

/** What the ledger notes of records that change, on whichever engine. */
export function registerAuditEntryTests(the: TheStore): void {
  describe('audit entries', () => {
    test('audit.record-changed: of two changes of one record in one transaction each says from what to what', async () => {
      const { store } = the();
      const { tenant_id } = await fillTenant(store);
      const before = (await entriesOf(store, tenant_id)).length;
      const vendor = { vendor_id: uuidv7(), code: 'V2' };
      const names = ['First', 'Second', 'Second', 'Third'];
      const who = { ...AS_CENTRAL, by: 'a program', address: '10.0.0.1' };
      await recordCentralEvents(
        store,
        tenant_id,
        names.map((name) => put('vendor', [{ ...vendor, name }])),
        who,
      );
      const found = (await entriesOf(store, tenant_id)).slice(before);
      expect(
        found.map(({ kind, before: was, after: is, label, by, address }) => [kind, was, is, label, by, address]),
      ).toEqual(
        [
          ['record-made', null, '{"code":"V2","name":"First"}'],
          ['record-changed', '{"name":"First"}', '{"name":"Second"}'],
          ['record-changed', '{"name":"Second"}', '{"name":"Third"}'],
        ].map((one) => [...one, 'V2', 'a program', '10.0.0.1']),
      );
    });

    test('audit.imported: an import that changes thousands of records notes each of them; those it makes are counted', async () => {
      const { store } = the();
      const { tenant_id } = await fillTenant(store);
      const before = (await entriesOf(store, tenant_id)).length;
      const import_id = uuidv7();
      const vendors = Array.from({ length: 2000 }, (_, at) => ({ vendor_id: uuidv7(), code: `I${at}`, name: 'Old' }));
      const drafts = (name: string, known: boolean) =>
        Array.from({ length: 4 }, (_, at) => vendors.slice(at * 500, at * 500 + 500)).map((rows) => ({
          type: 'records-put' as const,
          body: {
            import_id,
            entity: 'vendor',
            rows: rows.map((row) => ({ ...row, name })),
            made_from: rows.map((row) => (known ? revisionOf('vendor', { ...row, double_of: null }) : null)),
          },
        }));
      await recordCentralEvents(store, tenant_id, drafts('Old', false), AS_CENTRAL);
      expect(await entriesOf(store, tenant_id)).toHaveLength(before);
      await recordCentralEvents(store, tenant_id, drafts('New', true), AS_CENTRAL);
      const found = (await entriesOf(store, tenant_id)).slice(before);
      expect(found).toHaveLength(2000);
      expect(new Set(found.map((one) => one.import_id))).toEqual(new Set([import_id]));
      expect(new Set(found.map((one) => one.after))).toEqual(new Set(['{"name":"New"}']));
    });

    test('audit.entry: texts that PostgreSQL cannot hold are kept as far as they can be, and secrets are not', async () => {
      const { store } = the();
      const { tenant_id } = await fillTenant(store);
      await store.transaction((tx) =>
        noteAudit(
          tx,
          { tenant_id, now: 1, operator_id: null, by: 'a\0b' },
          {
            kind: 'passkey-added',
            label: `x\uD800${'y'.repeat(1000)}`,
            before: { pin_hash: 'scrypt$1', name: 'a\0\uDC00' },
            details: { name: 'k\0\uD800' },
          },
        ),
      );
      const entry = (await entriesOf(store, tenant_id)).at(-1);
      expect([entry?.by, entry?.label?.length, JSON.parse(entry?.before ?? '')]).toEqual([
        'a b',
        300,
        { name: 'a\0\uDC00' },
      ]);
    });
  });
}
