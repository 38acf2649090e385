import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { recordCentralEvents, recordStationEvents } from '@serialbridge/central/ledger';
import { HELD_QUOTA } from '@serialbridge/core/ledger';
import type { EventDraft } from '@serialbridge/core/events';
import { casesOpened } from '@serialbridge/testing/store/cases-opened';
import { AS_CENTRAL } from '@serialbridge/testing/store/fill-tenant';
import { receipt, TestStation } from '@serialbridge/testing/store/test-station';
import { put } from '@serialbridge/testing/store/test-warehouse';
import { median } from '@serialbridge/testing/statistics';
import { check, type Bench, type BenchLine, type BenchOptions } from '../bench.ts';
import { formatMs } from '../format-table.ts';
import { interleave } from '../measure.ts';
import { ENGINES, type Engine, makeCentral, type CentralUnderBench } from '../support/central-under-bench.ts';
import { openStation, pairStation, pushAll, record, syncToHead } from '../support/station.ts';

const HELD = [600, 5_000];
const EVENTS_A_PUSH = 20;

/** Other stations counted in sessions that central does not know. As many as one station may have held, then the next station. */
async function holdEvents(central: CentralUnderBench, count: number): Promise<void> {
  const { tenant_id, w } = central;
  await central.withStore(async (store) => {
    for (let left = count; left > 0; left -= HELD_QUOTA) {
      const row = { ...w.station, station_id: uuidv7(), name: `Dock ${left}` };
      await recordCentralEvents(store, tenant_id, [put('station', [row])], AS_CENTRAL);
      const station = new TestStation(row.station_id);
      const session = uuidv7();
      for (let at = 0; at < Math.min(left, HELD_QUOTA); at += 1)
        station.record(...receipt(w, [`H${left}-${at}`], session).slice(1, 2));
      for (let from = 0; from < station.log.length; from += 200)
        await recordStationEvents(
          store,
          tenant_id,
          station.station_id,
          station.batch(station.log.slice(from, from + 200)),
        );
    }
    const held = await store.db.selectFrom('event').select('event_id').where('outcome', '=', 'held').execute();
    check(held.length === count, `${held.length} events are held, not ${count}`);
  });
}

interface Healthy {
  /** Records a receipt and pushes it: how long until it is acknowledged. */
  readonly push: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

async function healthyStation(central: CentralUnderBench, scratch: string, name: string): Promise<Healthy> {
  const dir = join(scratch, `held-${name}`);
  const code = await central.pairingCode();
  const server = await central.start();
  const store = openStation(dir);
  await pairStation(store, server.url, code);
  await syncToHead(store);
  let made = 0;
  return {
    push: async () => {
      const serials = Array.from({ length: EVENTS_A_PUSH - 2 }, () => `${name}-${(made += 1)}`);
      record(store, drafts(central, serials));
      const { ms, outcomes } = await pushAll(store);
      check(outcomes.get('held') === undefined, `outcomes ${JSON.stringify([...outcomes])}`);
      return ms;
    },
    stop: async () => {
      store.close();
      await server.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** A receipt of one count a serial. */
function drafts({ w }: CentralUnderBench, serials: readonly string[]): EventDraft[] {
  const session = uuidv7();
  const [opened] = receipt(w, [], session);
  const counts = serials.flatMap((serial) => receipt(w, [serial], session).slice(1, 2));
  const saved = receipt(w, serials, session).at(-1);
  return [opened, ...counts, saved].filter((one) => one !== undefined);
}

const p95 = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;

async function benchHeldOf(engine: Engine, count: number, options: BenchOptions): Promise<BenchLine | null> {
  const { quick, scratch, say } = options;
  const centrals = [
    await makeCentral(engine, `held-none-${count}`, options),
    await makeCentral(engine, `held-${count}`, options),
  ];
  const [none, some] = centrals;
  if (none === null || none === undefined || some === null || some === undefined) return null;
  await holdEvents(some, count);
  const stations = [
    await healthyStation(none, scratch, `${engine}-none-${count}`),
    await healthyStation(some, scratch, `${engine}-some-${count}`),
  ] as const;
  try {
    // The first pushes meet cold caches and code that is not compiled yet.
    for (const station of stations) for (let at = 0; at < 20; at += 1) await station.push();
    const rounds = quick ? 60 : 200;
    const { floor, measured } = await interleave(rounds, stations[0].push, stations[1].push);
    const [floor_ms, measured_ms] = [median(floor), median(measured)];
    const cases = [await none.withStore(casesOpened), await some.withStore(casesOpened)];
    const holding = Math.ceil(count / HELD_QUOTA);
    check(cases[0] === null && cases[1] === `${holding} case.event-held`, `cases ${cases.join(' and ')}`);
    say(`  ${engine}, ${count} held: ${formatMs(floor_ms)} → ${formatMs(measured_ms)}`);
    return {
      work: `push beside held events, ${engine}`,
      size: `${EVENTS_A_PUSH} events, ${count} held of other stations`,
      floor_ms,
      floor_what: 'the same push, none held',
      measured_ms,
      measured_what: 'until acknowledged',
      goal: '≤ 1.25×',
      met: measured_ms <= 1.25 * floor_ms,
      notes: [`p95: ${formatMs(p95(floor))} with none held, ${formatMs(p95(measured))} beside ${count}`],
    };
  } finally {
    for (const station of stations) await station.stop();
    for (const central of centrals) await central?.remove();
  }
}

/** How long a healthy station waits for its push while other stations have hundreds of events held. */
export const benchHeld: Bench = async (options) => {
  const lines: BenchLine[] = [];
  for (const engine of ENGINES)
    for (const count of HELD) {
      const line = await benchHeldOf(engine, count, options);
      if (line !== null) lines.push(line);
    }
  return lines;
};
