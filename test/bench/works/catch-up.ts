import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { recordCentralEvents, type CentralDraft } from '@serialbridge/central/ledger';
import { columnsOf, type AnyRow } from '@serialbridge/core/model';
import { AS_CENTRAL } from '../../support/store/fill-tenant.ts';
import { put } from '../../support/store/test-warehouse.ts';
import { check, type Bench, type BenchLine, type BenchOptions } from '../bench.ts';
import { formatMs } from '../format-table.ts';
import { interleave, timed } from '../measure.ts';
import { median } from '../statistics.ts';
import { onEachEngine, type CentralPlace } from '../support/central-place.ts';
import { cpuClock } from '../support/cpu-time.ts';
import { openStation, pairStation, syncToHead } from '../support/station.ts';
import { costOf, idOf, unitOf } from '../support/units.ts';
import { putUnits } from './first-pull.ts';

const ROWS_A_DRAFT = 500;
const DRAFTS_A_CALL = 40;

/** Half of the changed rows are new units, half are known ones that moved to a bin. */
async function change(central: CentralPlace, half: number): Promise<void> {
  const bin = { bin_id: idOf(7, 15), warehouse_id: central.w.warehouse.warehouse_id, code: 'A-1' };
  const news: CentralDraft[] = [put('bin', [bin])];
  for (let from = half; from < 2 * half; from += ROWS_A_DRAFT) {
    const size = Math.min(ROWS_A_DRAFT, 2 * half - from);
    news.push(
      put(
        'unit',
        Array.from({ length: size }, (_, index) => unitOf(central.w, from + index)),
      ),
    );
  }
  await central.withStore(async (store) => {
    const record = (drafts: readonly CentralDraft[]): Promise<unknown> =>
      recordCentralEvents(store, central.tenant_id, drafts, AS_CENTRAL);
    for (let at = 0; at < news.length; at += DRAFTS_A_CALL) await record(news.slice(at, at + DRAFTS_A_CALL));
    for (let from = 0; from < half; from += ROWS_A_DRAFT) {
      const size = Math.min(ROWS_A_DRAFT, half - from);
      const moved = Array.from({ length: size }, (_, index): CentralDraft => ({
        type: 'unit-moved',
        body: { unit_id: idOf(from + index), bin_id: bin.bin_id },
      }));
      await record(moved);
    }
  });
}

/** As many whole rows put into a table of the same columns, key and indexes in one transaction, from memory. */
function upsertFloor(path: string, template: AnyRow, half: number): Promise<number> {
  const columns = columnsOf('unit').map(({ name }) => name);
  const values = columns.map((name) =>
    typeof template[name] === 'boolean' ? Number(template[name]) : (template[name] ?? null),
  );
  const [id, norm] = [columns.indexOf('unit_id'), columns.indexOf('serial_norm')];
  const rows = Array.from({ length: 2 * half }, (_, n) => values.with(id, idOf(n)).with(norm, `SN${n}`));
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.exec(`CREATE TABLE unit (${columns.map((name) => `"${name}"`).join(', ')}, PRIMARY KEY (unit_id)) WITHOUT ROWID`);
  db.exec('CREATE INDEX by_serial ON unit (serial_norm)');
  const upsert = db.prepare(`INSERT OR REPLACE INTO unit VALUES (${columns.map(() => '?').join(', ')})`);
  const all = db.transaction((list: readonly unknown[][]) => {
    for (const row of list) upsert.run(row);
  });
  all(rows.slice(0, half));
  return timed(() => all(rows)).finally(() => {
    db.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
  });
}

async function benchEngine(central: CentralPlace, { quick, scratch, say }: BenchOptions): Promise<BenchLine> {
  const half = quick ? 10_000 : 50_000;
  await putUnits(central, 0, half);
  const code = await central.pairingCode();
  const before = join(scratch, `catch-up-${central.engine}`);
  const first = await central.start();
  const fresh = openStation(before);
  await pairStation(fresh, first.url, code);
  await syncToHead(fresh);
  const identity = fresh.readIdentity();
  fresh.close();
  await first.stop();
  say(`catch-up: ${2 * half} changed rows on ${central.engine}`);
  await change(central, half);
  const server = await central.start();
  const cpu = { station: [] as number[], central: [] as number[] };
  try {
    const { floor, measured } = await interleave(
      quick ? 3 : 5,
      (round) => upsertFloor(join(scratch, `upsert-${round}.db`), { ...unitOf(central.w, 0) }, half),
      async (round) => {
        const dir = `${before}-${round}`;
        cpSync(before, dir, { recursive: true });
        const store = openStation(dir);
        try {
          if (identity !== null) store.writeIdentity({ ...identity, central_url: server.url });
          const { cursor } = store.copyState();
          const clock = cpuClock(server.pid);
          const ms = await syncToHead(store, cursor?.version);
          const { own_ms, other_ms } = clock.read();
          cpu.station.push(own_ms);
          cpu.central.push(other_ms);
          const found = store.read.get(
            'SELECT count(*) AS units, sum(cost_cents) AS cost, count(bin_id) AS moved FROM live_unit',
          );
          const right =
            found?.['units'] === 2 * half && found['cost'] === costOf(0, 2 * half) && found['moved'] === half;
          check(right, `catch-up on ${central.engine} came to ${JSON.stringify(found)} for ${2 * half} units`);
          say(`  round ${round + 1}: ${formatMs(ms)}`);
          return ms;
        } finally {
          store.close();
          rmSync(dir, { recursive: true, force: true });
        }
      },
    );
    const measured_ms = median(measured);
    const goal_ms = (500 * 2 * half) / 100_000;
    return {
      work: `catch-up, ${central.engine}`,
      size: `${2 * half} changed rows`,
      floor_ms: median(floor),
      floor_what: 'one transaction of upserts',
      measured_ms,
      measured_what: 'hello → head',
      goal: `≤ ${formatMs(goal_ms)}${quick ? ' (0.5 s for 100000)' : ''}`,
      met: measured_ms <= goal_ms,
      notes: [`CPU of it: station ${formatMs(median(cpu.station))}, central ${formatMs(median(cpu.central))}`],
    };
  } finally {
    await server.stop();
    rmSync(before, { recursive: true, force: true });
  }
}

/** A station that was away follows the feed to its head. */
export const benchCatchUp: Bench = (options) => onEachEngine('catch-up', options, benchEngine);
