import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { openStationStore } from '@serialbridge/cache';
import { recordStationEvents } from '@serialbridge/central/ledger';
import { openStore } from '@serialbridge/central/storage';
import { applyEvent } from '@serialbridge/core/ledger';
import { fillTenant } from '@serialbridge/testing/store/fill-tenant';
import { receipt } from '@serialbridge/testing/store/test-station';

/**
 * Writes an ops.db and a central.db of this version as fixtures: `node test/compat/make-stores.ts NAME`. Once for every released schema;
 * what is there was shipped and is not touched.
 */
const name = process.argv[2] ?? '';
const folder = join(import.meta.dirname, 'stores', name);
if (name === '' || existsSync(folder)) throw new Error('give a name that is not there yet');
const dir = mkdtempSync(join(tmpdir(), 'serialbridge-fixture-'));

const store = await openStore({ data_dir: join(dir, 'central') });
const { tenant_id, w, receiving } = await fillTenant(store);
const unknown = receiving.recordUnknown('unit-teleported', { to: 'the moon' });
receiving.record(...receipt(w, ['A1', 'A2']), ...receipt(w, ['A1']));
await recordStationEvents(store, tenant_id, receiving.station_id, receiving.batch());
await store.close();

const station = openStationStore({ dir: join(dir, 'station'), newId: () => uuidv7(), fold: applyEvent });
station.identity.write({
  central_url: 'http://127.0.0.1:9',
  central_id: uuidv7(),
  tenant_id,
  station_id: receiving.station_id,
  station_name: 'Dock 1',
  kind: 'receiving',
  warehouse_id: w.warehouse.warehouse_id,
  credential: 'x'.repeat(40),
  central_key: null,
  paired_at: 1,
});
const append = (drafts: Parameters<typeof station.log.append>[0]['drafts']): void => {
  station.log.append({
    drafts,
    station_id: receiving.station_id,
    operator_id: null,
    approved_by: null,
    captured_at: 1000,
    clock_offset_ms: null,
    policy_version: 0,
    cache_version: 0,
  });
};
append(w.drafts);
append(receipt(w, ['B1']));
station.notes.write({ fixture: { kept: true } });
const head = station.log.head();
station.close();

/** The file with what still stands in its log. */
function whole(path: string): Buffer {
  const db = new Database(path);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  return readFileSync(path);
}

mkdirSync(folder, { recursive: true });
for (const [from, to] of [
  ['central/central.db', 'central.db.zst'],
  ['station/ops.db', 'ops.db.zst'],
] as const)
  writeFileSync(join(folder, to), zstdCompressSync(whole(join(dir, from))));
const about = { tenant_id, head, po_line_id: w.po_line.po_line_id, unknown_event_id: unknown.event_id };
writeFileSync(join(folder, 'about.json'), `${JSON.stringify(about, null, 2)}\n`);
rmSync(dir, { recursive: true });
