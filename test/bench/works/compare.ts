import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import Database from 'better-sqlite3';
import { centralClient, compareCache, REAL_PORTS } from '@serialbridge/station/sync';
import { check, type Bench, type BenchLine, type BenchOptions } from '../bench.ts';
import { formatMs } from '../format-table.ts';
import { interleave, timed } from '../measure.ts';
import { median } from '@serialbridge/testing/statistics';
import { onEachEngine, type CentralUnderBench } from '../support/central-under-bench.ts';
import { fillUnits } from '../support/bulk-units.ts';
import { openStation, pairStation, syncToHead } from '../support/station.ts';
import { idOf } from '../support/units.ts';

/** Every unit read by its key from the cache, and nothing done with it. */
function readFloor(path: string): Promise<number> {
  const db = new Database(path, { readonly: true });
  return timed(() => {
    let read = 0;
    for (const row of db.prepare('SELECT * FROM unit ORDER BY unit_id').raw(true).iterate()) read += row ? 1 : 0;
    return read;
  }).finally(() => {
    db.close();
  });
}

async function benchEngine(
  central: CentralUnderBench,
  { quick, units: asked, scratch, say }: BenchOptions,
): Promise<BenchLine> {
  const units = asked ?? (quick ? 20_000 : 100_000);
  await fillUnits(central, units);
  const code = await central.pairingCode();
  const dir = join(scratch, `compare-${central.engine}`);
  const server = await central.start();
  const store = openStation(dir);
  try {
    await pairStation(store, server.url, code);
    await syncToHead(store);
    const identity = store.identity.read();
    if (identity === null) throw new Error('the station is not paired');
    const client = centralClient(identity);
    // How late the event loop was while a comparison ran: what a scan would have waited. A monitor of its own for each: one that is used
    // again counts the time since it last ran, and so the floor's reading, as one delay.
    const late: { readonly p99: number; readonly most: number }[] = [];
    const compare = (): ReturnType<typeof compareCache> =>
      compareCache({ store, ports: REAL_PORTS, alone: (work) => work() }, client, new AbortController().signal);
    say(`compare: ${units} units on ${central.engine}`);
    const { floor, measured } = await interleave(
      3,
      () => readFloor(join(dir, 'cache.db')),
      () =>
        timed(async () => {
          const delay = monitorEventLoopDelay({ resolution: 1 });
          delay.enable();
          const came = await compare();
          delay.disable();
          late.push({ p99: delay.percentile(99) / 1e6, most: delay.max / 1e6 });
          check(came.ranges_differed === 0 && came.rows >= units, `compare came to ${JSON.stringify(came)}`);
        }),
    );
    const db = new Database(join(dir, 'cache.db'));
    db.prepare('UPDATE unit SET serial_raw = ? WHERE unit_id = ?').run('spoilt', idOf(Math.floor(units / 2)));
    db.close();
    const repair_ms = await timed(async () => {
      const came = await compare();
      check(came.ranges_differed === 1 && came.rows_repaired === 1, `repair came to ${JSON.stringify(came)}`);
    });
    const mostOf = (of: 'p99' | 'most'): number => Math.max(...late.map((round) => round[of]));
    return {
      work: `compare, ${central.engine}`,
      size: `${units} units`,
      floor_ms: median(floor),
      floor_what: 'reading them in key order',
      measured_ms: median(measured),
      measured_what: 'digests of both sides',
      goal: 'none: once a day, in slices',
      met: true,
      notes: [
        `event loop of the station late by p99 ${formatMs(mostOf('p99'))}, most ${formatMs(mostOf('most'))}; one wrong row found and repaired: ${formatMs(repair_ms)}`,
      ],
    };
  } finally {
    store.close();
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** A station's whole cache compared with central, as it is daily. */
export const benchCompare: Bench = (options) => onEachEngine('compare', options, benchEngine);
