import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { recordCentralEvents, type CentralDraft } from '@serialbridge/central/ledger';
import { columnsOf, type AnyRow } from '@serialbridge/core/model';
import { AS_CENTRAL } from '@serialbridge/testing/store/fill-tenant';
import { put } from '@serialbridge/testing/store/test-warehouse';
import { check, type Bench, type BenchLine, type BenchOptions } from '../bench.ts';
import { formatMs } from '../format-table.ts';
import { interleave, timed } from '../measure.ts';
import { median } from '@serialbridge/testing/statistics';
import { onEachEngine, type CentralUnderBench } from '../support/central-under-bench.ts';
import { fillUnits } from '../support/bulk-units.ts';
import { cpuClock } from '../support/process-figures.ts';
import { openStation, pairStation, syncToHead } from '../support/station.ts';
import { costOf, idOf, unitOf } from '../support/units.ts';

const ROWS_A_DRAFT = 500;
const DRAFTS_A_CALL = 40;

interface Changed {
  /** Units before. */
  readonly units: number;
  /** Of those, as many as moved to a bin. */
  readonly moved: number;
  readonly added: number;
}

async function change(central: CentralUnderBench, { units, moved, added }: Changed): Promise<void> {
  const bin = { bin_id: idOf(7, 15), warehouse_id: central.w.warehouse.warehouse_id, code: 'A-1' };
  const news: CentralDraft[] = [put('bin', [bin])];
  for (let from = units; from < units + added; from += ROWS_A_DRAFT) {
    const size = Math.min(ROWS_A_DRAFT, units + added - from);
    news.push(
      put(
        'unit',
        Array.from({ length: size }, (_, index) => unitOf(central.w, from + index)),
      ),
    );
  }
  // Of today: what is older than the feed is kept for would be pruned, and the station would take a snapshot instead.
  const as = { ...AS_CENTRAL, now: Date.now() };
  await central.withStore(async (store) => {
    const record = (drafts: readonly CentralDraft[]): Promise<unknown> =>
      recordCentralEvents(store, central.tenant_id, drafts, as);
    for (let at = 0; at < news.length; at += DRAFTS_A_CALL) await record(news.slice(at, at + DRAFTS_A_CALL));
    for (let from = 0; from < moved; from += ROWS_A_DRAFT) {
      const size = Math.min(ROWS_A_DRAFT, moved - from);
      const drafts = Array.from({ length: size }, (_, index): CentralDraft => ({
        type: 'unit-moved',
        body: { unit_id: idOf(from + index), bin_id: bin.bin_id },
      }));
      await record(drafts);
    }
  });
}

/** A round copies the station's folder, which grows with its units. */
function roundsOf(units: number, quick: boolean): number {
  if (units >= 5_000_000) return 1;
  return quick || units >= 1_000_000 ? 3 : 5;
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

async function benchEngine(
  central: CentralUnderBench,
  { quick, units: asked, scratch, say }: BenchOptions,
): Promise<BenchLine> {
  const rows = quick ? 20_000 : 100_000;
  const units = asked ?? rows / 2;
  const moved = Math.min(units, rows / 2);
  const changed: Changed = { units, moved, added: rows - moved };
  const total = units + changed.added;
  await fillUnits(central, units);
  const code = await central.pairingCode();
  const before = join(scratch, `catch-up-${central.engine}`);
  const first = await central.start();
  const fresh = openStation(before);
  await pairStation(fresh, first.url, code);
  await syncToHead(fresh);
  const identity = fresh.identity.read();
  fresh.close();
  await first.stop();
  say(`catch-up: ${rows} changed rows on ${central.engine}`);
  await change(central, changed);
  const server = await central.start();
  const cpu = { station: [] as number[], central: [] as number[] };
  try {
    const { floor, measured } = await interleave(
      roundsOf(units, quick),
      (round) => upsertFloor(join(scratch, `upsert-${round}.db`), { ...unitOf(central.w, 0) }, rows / 2),
      async (round) => {
        const dir = `${before}-${round}`;
        cpSync(before, dir, { recursive: true });
        const store = openStation(dir);
        try {
          if (identity !== null) store.identity.write({ ...identity, central_url: server.url });
          const { cursor } = store.cache.state();
          const clock = cpuClock(server.pid());
          const ms = await syncToHead(store, cursor?.version);
          const { own_ms, other_ms } = clock.read();
          cpu.station.push(own_ms);
          cpu.central.push(other_ms);
          const found = store.read.get(
            'SELECT count(*) AS units, sum(cost_cents) AS cost, count(bin_id) AS moved FROM live_unit',
          );
          const right = found?.['units'] === total && found['cost'] === costOf(0, total) && found['moved'] === moved;
          check(right, `catch-up on ${central.engine} came to ${JSON.stringify(found)} for ${total} units`);
          say(`  round ${round + 1}: ${formatMs(ms)}`);
          return ms;
        } finally {
          store.close();
          rmSync(dir, { recursive: true, force: true });
        }
      },
    );
    const measured_ms = median(measured);
    const goal_ms = (500 * rows) / 100_000;
    return {
      work: `catch-up, ${central.engine}`,
      size: `${rows} changed rows${asked === null ? '' : ` beside ${units} units`}`,
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
