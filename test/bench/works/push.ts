import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import type { StationStore } from '@serialbridge/cache';
import type { EventDraft } from '@serialbridge/core/events';
import { check, type Bench, type BenchLine, type BenchOptions } from '../bench.ts';
import { formatMs } from '../format-table.ts';
import { interleave } from '../measure.ts';
import { median } from '@serialbridge/testing/statistics';
import { onEachEngine, type CentralUnderBench } from '../support/central-under-bench.ts';
import { fillUnits } from '../support/bulk-units.ts';
import { cpuClock } from '../support/process-figures.ts';
import { openEventFloor } from '../support/floor-events.ts';
import { openStation, pairStation, pushAll, record, syncToHead } from '../support/station.ts';

const EVENTS = 10_000;

/** A day on the dock without a network: a session of one-unit scans. Prepared in batches; how they came into the log is not measured. */
function scanOffline({ w }: CentralUnderBench, store: StationStore, round: number): void {
  const receiving_session_id = uuidv7();
  const receipt_line_id = uuidv7();
  const { purchase_order_id: document_id, po_line_id: line_id } = w.po_line;
  const { product_id } = w.product;
  const { warehouse_id } = w.warehouse;
  const scanned = (n: number): EventDraft => ({
    type: 'receipt-line-counted',
    body: {
      receiving_session_id,
      receipt_line_id,
      line_id,
      product_id,
      bin_id: null,
      quantity: 1,
      units: [{ unit_id: uuidv7(), serial_raw: `R${round}-${String(n).padStart(8, '0')}`, lot: null, expiry: null }],
      override: null,
      warnings: [],
    },
  });
  const opened = { receiving_session_id, document_kind: 'purchase_order', document_id, warehouse_id } as const;
  record(store, [{ type: 'receiving-session-opened', body: opened }]);
  for (let from = 1; from < EVENTS; from += 200)
    record(
      store,
      Array.from({ length: Math.min(200, EVENTS - from) }, (_, index) => scanned(from + index)),
    );
}

async function benchEngine(
  central: CentralUnderBench,
  { quick, units, scratch, say }: BenchOptions,
): Promise<BenchLine> {
  await fillUnits(central, units ?? 0);
  const dir = join(scratch, `push-${central.engine}`);
  const code = await central.pairingCode();
  const server = await central.start();
  const store = openStation(dir);
  const floorEvents = await openEventFloor(central.database_url ?? join(scratch, 'push-floor.db'));
  const rounds = quick ? 3 : 5;
  const whole: number[] = [];
  const cpu = { station: [] as number[], central: [] as number[] };
  try {
    await pairStation(store, server.url, code);
    await syncToHead(store);
    const { floor, measured } = await interleave(
      rounds,
      () => floorEvents.insert(EVENTS),
      async (round) => {
        scanOffline(central, store, round);
        const clock = cpuClock(server.pid());
        const { ms, outcomes } = await pushAll(store);
        const { own_ms, other_ms } = clock.read();
        cpu.station.push(own_ms);
        cpu.central.push(other_ms);
        check(store.outbox.backlog() === 0, `${store.outbox.backlog()} events were not acknowledged`);
        check(outcomes.get('accepted') === EVENTS, `outcomes ${JSON.stringify([...outcomes])} for ${EVENTS} events`);
        whole.push(ms + (await syncToHead(store)));
        say(`  round ${round + 1}: ${formatMs(ms)}`);
        return ms;
      },
    );
    await server.stop();
    const stored = await central.withStore((db) =>
      db.db
        .selectFrom('event')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .where('type', '=', 'receipt-line-counted')
        .executeTakeFirst(),
    );
    const expected = rounds * (EVENTS - 1);
    check(Number(stored?.n) === expected, `central has ${String(stored?.n)} scans, not ${expected}`);
    const measured_ms = median(measured);
    return {
      work: `push, ${central.engine}`,
      size: `${EVENTS} one-unit events${units === null ? '' : ` beside ${units} units`}`,
      floor_ms: median(floor),
      floor_what: 'bare batches of 500',
      measured_ms,
      measured_what: 'until acknowledged',
      goal: '≤ 1.0 s',
      met: measured_ms <= 1000,
      notes: [
        `CPU of it: station ${formatMs(median(cpu.station))}, central ${formatMs(median(cpu.central))}`,
        `with the pull of their effects into the cache afterwards: ${formatMs(median(whole))}`,
      ],
    };
  } finally {
    store.close();
    await floorEvents.close();
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Offline events from ops.db through HTTP push until all are acknowledged in ops.db again. */
export const benchPush: Bench = (options) => onEachEngine('push', options, benchEngine);
