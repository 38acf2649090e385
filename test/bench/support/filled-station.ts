import * as nodeCrypto from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { StationStore } from '@serialbridge/cache';
import { columnsOf, type AnyRow, type Entity } from '@serialbridge/core/model';
import { hashPin } from '@serialbridge/protocol/credentials';
import { testWarehouse, type TestWarehouse } from '@serialbridge/testing/store/test-warehouse';
import { check } from '../bench.ts';
import { openStation } from './station.ts';
import { copyField, idOf, unitsAsCopyText } from './units.ts';
import { rowOf } from '@serialbridge/testing/rows';

const CHUNK = 65_536;
const CURSOR = { epoch: idOf(1, 15), version: 1, hash: '1'.repeat(64) };

/** The UPC of the one product. */
export const UPC = '036000291452';
const OPERATOR_ID = idOf(3, 15);
export const OPERATOR = { code: 'bench', pin: '482915' } as const;

function schemaOf(cache_path: string): string {
  const db = new Database(cache_path, { readonly: true });
  try {
    return String(db.prepare("SELECT value FROM meta WHERE name = 'schema_id'").pluck(true).get());
  } finally {
    db.close();
  }
}

function copyText(entity: Entity, rows: readonly AnyRow[]): string {
  const lines = rows.map((row) =>
    namesOf(entity)
      .map((name) => copyField(row[name]))
      .join('\t'),
  );
  return `${lines.join('\n')}\n`;
}

const namesOf = (entity: Entity): string[] => columnsOf(entity).map(({ name }) => name);

async function fill(store: StationStore, w: TestWarehouse, units: number): Promise<void> {
  const loader = store.cache.beginSnapshot();
  const put = (entity: Entity, rows: readonly AnyRow[]): Promise<number> =>
    loader.load(entity, namesOf(entity), copyText(entity, rows));
  const { product_id } = w.product;
  const { code } = OPERATOR;
  await put('operator', [rowOf('operator', { operator_id: OPERATOR_ID, code, name: 'Bench', active: true })]);
  await put('warehouse', [w.warehouse]);
  await put('vendor', [w.vendor]);
  await put('product', [w.product]);
  await put('product_code', [{ product_code_id: idOf(2, 15), product_id, kind: 'upc', code: UPC }]);
  await put('station', [w.station, w.second_station]);
  await put('purchase_order', [w.purchase_order]);
  await put('po_line', [{ ...w.po_line, quantity_ordered: 1_000_000 }]);
  for (let from = 0; from < units; from += CHUNK)
    await loader.load('unit', namesOf('unit'), unitsAsCopyText(w, from, Math.min(units, from + CHUNK)));
  await loader.finish(CURSOR);
  store.cache.swapSnapshot();
}

/** Paired with a central that is not there. */
async function pairWithNobody(store: StationStore, w: TestWarehouse): Promise<void> {
  const { station_id, name, warehouse_id } = w.station;
  store.identity.write({
    central_url: 'http://127.0.0.1:9',
    central_id: idOf(4, 15),
    tenant_id: idOf(5, 15),
    station_id,
    station_name: name,
    kind: 'receiving',
    warehouse_id,
    credential: 'none',
    central_key: null,
    paired_at: 1,
  });
  const pin_hash = await hashPin(OPERATOR.pin, nodeCrypto);
  store.pins.write([{ operator_id: OPERATOR_ID, pin_hash, must_change: false }], 'the bench');
}

/**
 * The data folder of a paired receiving station whose cache has this many units. Filling takes minutes at ten millions, so the file is kept
 * among the temporary files as long as the cache's shape stays the same; nothing writes to it.
 */
export async function fillStation(dir: string, units: number, say: (text: string) => void): Promise<TestWarehouse> {
  const cache_path = join(dir, 'cache.db');
  const kept = join(tmpdir(), 'serialbridge-bench-kept');
  mkdirSync(kept, { recursive: true });
  let store = openStation(dir);
  const file = join(kept, `cache-${schemaOf(cache_path).slice(0, 16)}-${units}.db`);
  const facts = `${file}.json`;
  let w = testWarehouse();
  if (existsSync(file) && existsSync(facts)) {
    w = JSON.parse(readFileSync(facts, 'utf8')) as TestWarehouse;
    await pairWithNobody(store, w);
    store.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${cache_path}${suffix}`, { force: true });
    linkSync(file, cache_path);
    store = openStation(dir);
  } else {
    say(`filling a cache with ${units} units (kept as ${file})`);
    await fill(store, w, units);
    await pairWithNobody(store, w);
    store.close();
    // Those of an older shape are never used again.
    for (const old of readdirSync(kept))
      if (new RegExp(String.raw`^cache-\w+-${units}\.db`, 'u').test(old)) rmSync(join(kept, old));
    copyFileSync(cache_path, `${file}.part`);
    renameSync(`${file}.part`, file);
    writeFileSync(facts, JSON.stringify(w));
    store = openStation(dir);
  }
  const found = store.read.get('SELECT count(*) AS units FROM live_unit')?.['units'];
  store.close();
  check(found === units, `the cache has ${String(found)} units, not ${units}`);
  return w;
}
