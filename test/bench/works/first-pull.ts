import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { check, type Bench, type BenchLine, type BenchOptions } from '../bench.ts';
import { formatMs } from '../format-table.ts';
import { interleave } from '../measure.ts';
import { median } from '@serialbridge/testing/statistics';
import { MANY_UNITS, onEachEngine, type CentralUnderBench } from '../support/central-under-bench.ts';
import { spawnReady } from '../../../scripts/start/spawn-ready.ts';
import { pullByCopy } from '../support/floor-copy-client.ts';
import { startHostProcess } from '../support/host-process.ts';
import { formatBytes, memoryOf } from '../support/process-figures.ts';
import { benchScansWhilePulling } from './scans-while-pulling.ts';

const FLOOR_SERVER = fileURLToPath(new URL('../support/floor-copy-server.ts', import.meta.url));

interface Pulled {
  readonly ms: number;
  readonly bytes: number;
  readonly central_peak: number;
  readonly host_peak: number;
}

/** A fresh central process each time, without the snapshots made before, and a fresh station host: both as their users run them. */
async function pullOnce(central: CentralUnderBench, data_dir: string, expected: UnitCount): Promise<Pulled> {
  rmSync(join(central.data_dir, 'snapshots'), { recursive: true, force: true });
  const pairing_code = await central.pairingCode();
  const server = await central.start();
  const host = await startHostProcess();
  try {
    await host.ask({ do: 'start', data_dir, central_url: server.url, pairing_code });
    const { ms, bytes } = await host.ask({ do: 'at-head', former_epoch: null });
    const [central_peak, host_peak] = [memoryOf(server.pid(), 'peak'), memoryOf(host.pid, 'peak')];
    const found = await host.ask({ do: 'count' });
    const right = found['units'] === expected.rows && found['cost'] === expected.cost;
    check(right, `first pull from ${central.engine}: ${JSON.stringify(found)} instead of ${expected.rows} units`);
    return { ms: Number(ms), bytes: Number(bytes), central_peak, host_peak };
  } finally {
    await host.stop();
    await server.stop();
    rmSync(data_dir, { recursive: true, force: true });
  }
}

interface UnitCount {
  readonly rows: number;
  readonly cost: number;
}

/** What central has: the units that were filled in, and those that were scanned meanwhile. */
async function countUnits(central: CentralUnderBench): Promise<UnitCount> {
  const found = await central.withStore(({ db }) =>
    db
      .selectFrom('unit')
      .select(({ fn }) => [fn.countAll().as('rows'), fn.sum('cost_cents').as('cost')])
      .executeTakeFirstOrThrow(),
  );
  return { rows: Number(found.rows), cost: Number(found.cost) };
}

async function benchEngine(
  central: CentralUnderBench,
  units: number,
  { scratch, say }: BenchOptions,
): Promise<readonly BenchLine[]> {
  const scans = await benchScansWhilePulling(central, units, scratch, say);
  const expected = await countUnits(central);
  check(expected.rows >= units, `central on ${central.engine} has ${expected.rows} units`);
  say(`first pull: ${expected.rows} units from central on ${central.engine}`);
  const source = central.database_url ?? join(central.data_dir, 'central.db');
  const floorServer = await spawnReady(FLOOR_SERVER, [source]);
  const indexes: number[] = [];
  const pulls: Pulled[] = [];
  try {
    const times = await interleave(
      units > MANY_UNITS ? 1 : 3,
      async (round) => {
        const path = join(scratch, `floor-${round}.db`);
        const { ms, index_ms } = await pullByCopy(String(floorServer.ready['url']), path, expected);
        rmSync(path);
        indexes.push(index_ms);
        return ms;
      },
      async (round) => {
        const pulled = await pullOnce(central, join(scratch, `pull-${round}`), expected);
        say(`  round ${round + 1}: ${formatMs(pulled.ms)}`);
        pulls.push(pulled);
        return pulled.ms;
      },
    );
    const floor_ms = median(times.floor);
    const measured_ms = median(times.measured);
    const index_ms = median(indexes);
    const most = (of: keyof Pulled): string => formatBytes(Math.max(...pulls.map((pull) => pull[of])));
    const pull: BenchLine = {
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
        `${most('bytes')} over the wire; at most ${most('central_peak')} in central and ${most('host_peak')} in the station host`,
      ],
    };
    return [pull, scans];
  } finally {
    await floorServer.stop();
  }
}

/**
 * From an empty station to a cache that stands at central's head: pairing, hello, snapshot, hashes, load, indexes, swap, tail; and what scans notice of it.
 */
export const benchFirstPull: Bench = (options) => {
  const units = options.units ?? (options.quick ? 100_000 : 1_000_000);
  return onEachEngine('pull', options, (central) => benchEngine(central, units, options));
};
