import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ENTITY_TABLES } from '@serialbridge/central/storage';
import { check, type Bench, type BenchLine, type BenchOptions } from '../bench.ts';
import { formatMs } from '../format-table.ts';
import { interleave } from '../measure.ts';
import { median } from '../statistics.ts';
import { ENGINES, makeCentral, type CentralPlace } from '../support/central-place.ts';
import { startServer } from '../support/central-process.ts';
import { pullByCopy } from '../support/floor-copy-client.ts';
import { openStation, pairStation, syncToHead } from '../support/station.ts';
import { costOf, unitOf } from '../support/units.ts';

const FLOOR_SERVER = fileURLToPath(new URL('../support/floor-copy-server.ts', import.meta.url));
const BATCH = 10_000;

/** Straight into the table: how the units came there is not what is measured. */
export async function putUnits(central: CentralPlace, from: number, to: number): Promise<void> {
  await central.withStore(async (store) => {
    for (let start = from; start < to; start += BATCH) {
      const rows = Array.from({ length: Math.min(BATCH, to - start) }, (_, index) => unitOf(central.w, start + index));
      await store.transaction(({ bulk }) => bulk.insert(central.tenant_id, ENTITY_TABLES.unit, rows));
    }
  });
}

/** A fresh central process each time, so that no snapshot made before is served again, and a fresh station. */
async function pullOnce(central: CentralPlace, dir: string, units: number): Promise<number> {
  const code = await central.pairingCode();
  const server = await central.start();
  const store = openStation(dir);
  try {
    await pairStation(store, server.url, code);
    const ms = await syncToHead(store);
    const found = store.read.get('SELECT count(*) AS units, sum(cost_cents) AS cost FROM live_unit');
    const right = found?.['units'] === units && found['cost'] === costOf(0, units);
    check(right, `first pull from ${central.engine}: ${JSON.stringify(found)} instead of ${units} units`);
    return ms;
  } finally {
    store.close();
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function benchEngine(central: CentralPlace, { quick, scratch, say }: BenchOptions): Promise<BenchLine> {
  const units = quick ? 100_000 : 1_000_000;
  say(`first pull: ${units} units into central on ${central.engine}`);
  await putUnits(central, 0, units);
  const place = central.database_url ?? join(central.data_dir, 'central.db');
  const floorServer = await startServer(FLOOR_SERVER, [place]);
  const indexes: number[] = [];
  try {
    const times = await interleave(
      3,
      async (round) => {
        const path = join(scratch, `floor-${round}.db`);
        const { ms, index_ms } = await pullByCopy(floorServer.url, path, { rows: units, cost: costOf(0, units) });
        rmSync(path);
        indexes.push(index_ms);
        return ms;
      },
      async (round) => {
        const ms = await pullOnce(central, join(scratch, `pull-${round}`), units);
        say(`  round ${round + 1}: ${formatMs(ms)}`);
        return ms;
      },
    );
    const floor_ms = median(times.floor);
    const measured_ms = median(times.measured);
    const index_ms = median(indexes);
    return {
      work: `first pull, ${central.engine}`,
      size: `${units} units`,
      floor_ms,
      floor_what: 'COPY → HTTP → insert',
      measured_ms,
      measured_what: 'verified, indexed',
      goal: '≤ 2× floor',
      met: measured_ms <= 2 * floor_ms,
      notes: [
        `the floor makes no indexes; the unit's two take ${formatMs(index_ms)} more: ${(measured_ms / (floor_ms + index_ms)).toFixed(2)}× a floor that has them`,
      ],
    };
  } finally {
    await floorServer.stop();
  }
}

/** From an empty station to a cache that stands at central's head: hello, snapshot, hashes, load, indexes, swap, tail. */
export const benchFirstPull: Bench = async (options) => {
  const lines: BenchLine[] = [];
  for (const engine of ENGINES) {
    const central = await makeCentral(engine, 'pull', options);
    if (central === null) continue;
    try {
      lines.push(await benchEngine(central, options));
    } finally {
      await central.remove();
    }
  }
  return lines;
};
