import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { recordCentralEvents } from '@serialbridge/central/ledger';
import { AS_CENTRAL } from '@serialbridge/testing/store/fill-tenant';
import { givePin } from '@serialbridge/testing/store/give-pin';
import { put } from '@serialbridge/testing/store/test-warehouse';
import { check, type BenchLine } from '../bench.ts';
import { formatMs } from '../format-table.ts';
import { quantile } from '@serialbridge/testing/statistics';
import { freePort } from '@serialbridge/testing/free-port';
import { fillUnits } from '../support/bulk-units.ts';
import type { CentralUnderBench } from '../support/central-under-bench.ts';
import { OPERATOR } from '../support/filled-station.ts';
import { startHostProcess, type HostProcess } from '../support/host-process.ts';
import { formatBytes, memoryOf } from '../support/process-figures.ts';

/** From the scan to its verdict: what a person at the scanner does not notice. */
const SCAN_LIMIT_MS = 50;
const EVERY_MS = 20;
const WARM_UP = 50;
const IDLE_SCANS = 500;
/** A p99 of a hundred scans is the slowest but one: pulls are repeated until there are this many, but not longer than this many times. */
const ENOUGH_SCANS = 1_000;
const MOST_PULLS = 8;

/** Somebody who may receive. */
async function prepare(central: CentralUnderBench): Promise<void> {
  const operator = {
    operator_id: uuidv7(),
    code: OPERATOR.code,
    name: 'Bench',
    role: 'operator' as const,
    badge: null,
    warehouse_ids: null,
    active: true,
  };
  await central.withStore(async (store) => {
    await recordCentralEvents(store, central.tenant_id, [put('operator', [operator])], AS_CENTRAL);
    await givePin(store, central.tenant_id, operator.operator_id, OPERATOR.pin);
  });
}

/** Scans at a steady rate until `until` says so; each one's time from being sent to its verdict, however long the one before took. */
async function scanAt(host: HostProcess, name: string, until: (scans: number) => boolean): Promise<number[]> {
  const times: number[] = [];
  const waiting: Promise<void>[] = [];
  const from = performance.now();
  for (let n = 0; !until(n); n += 1) {
    const sent = performance.now();
    const verdict = async (): Promise<void> => {
      const { level, findings } = await host.ask({ do: 'scan', text: `${name}${String(n).padStart(6, '0')}` });
      times.push(performance.now() - sent);
      check(level === 'accepted' || level === 'warning', `a scan came to ${String(level)} ${String(findings)}`);
    };
    const one = verdict();
    one.catch(() => undefined);
    waiting.push(one);
    await sleep(Math.max(0, from + (n + 1) * EVERY_MS - performance.now()));
  }
  await Promise.all(waiting);
  return times;
}

/** As after a restore: every station takes a snapshot. */
const beginEpoch = (central: CentralUnderBench): Promise<unknown> =>
  central.withStore((store) =>
    store.transaction(({ db }) =>
      db.updateTable('tenant_head').set({ epoch: uuidv7() }).where('tenant_id', '=', central.tenant_id).execute(),
    ),
  );

/** One pull of all, from another epoch than this one, and the scans beside it. */
async function scanWhilePulling(
  host: HostProcess,
  name: string,
  former_epoch: string,
): Promise<{ readonly times: readonly number[]; readonly ms: number; readonly epoch: string }> {
  const pulled = { done: false };
  const from = performance.now();
  const pull = async (): Promise<{ readonly ms: number; readonly epoch: string }> => {
    const { epoch } = await host.ask({ do: 'at-head', former_epoch });
    pulled.done = true;
    return { ms: performance.now() - from, epoch: String(epoch) };
  };
  const pulling = pull();
  pulling.catch(() => (pulled.done = true));
  await host.ask({ do: 'sync-now' });
  const times = await scanAt(host, name, () => pulled.done);
  return { times, ...(await pulling) };
}

/**
 * A station at work when all of central's data comes anew: it has been in step with a small central, central gets its units (and a new epoch, so that
 * every station takes a snapshot), and scans go on at 50 a second, beside central on the same machine. Fills central's table as a side effect.
 */
export async function benchScansWhilePulling(
  central: CentralUnderBench,
  units: number,
  scratch: string,
  say: (text: string) => void,
): Promise<BenchLine> {
  await prepare(central);
  const port = await freePort();
  const code = await central.pairingCode();
  const host = await startHostProcess();
  let server = await central.start(port);
  try {
    const { purchase_order_id, po_line_id } = central.w.po_line;
    const open = { do: 'open-document', purchase_order_id, line_id: po_line_id } as const;
    const data_dir = join(scratch, `scanning-${central.engine}`);
    await host.ask({ do: 'start', data_dir, central_url: server.url, pairing_code: code });
    const { epoch } = await host.ask({ do: 'at-head', former_epoch: null });
    await host.ask(open);
    await scanAt(host, 'WARM', (scans) => scans === WARM_UP);
    const idle = await scanAt(host, 'IDLE', (scans) => scans === IDLE_SCANS);
    await server.stop();
    say(`filling central on ${central.engine} with ${units} units`);
    await fillUnits(central, units);
    let stands_at = String(epoch);
    let pulls = 0;
    let ms = 0;
    const busy: number[] = [];
    for (; busy.length < ENOUGH_SCANS && pulls < MOST_PULLS; pulls += 1) {
      await beginEpoch(central);
      server = await central.start(port);
      const pull = await scanWhilePulling(host, `BUSY${pulls}-`, stands_at);
      busy.push(...pull.times);
      ms += pull.ms;
      stands_at = pull.epoch;
      idle.push(...(await scanAt(host, `IDLE${pulls}-`, (scans) => scans === IDLE_SCANS)));
      await server.stop();
    }
    const [idle_p99, busy_p99] = [quantile(idle, 0.99), quantile(busy, 0.99)];
    return {
      work: `scans while all is pulled, ${central.engine}`,
      size: `${units} units, ${busy.length} scans`,
      floor_ms: idle_p99,
      floor_what: 'p99 of an idle station',
      measured_ms: busy_p99,
      measured_what: 'p99 while it pulls',
      goal: `≤ ${SCAN_LIMIT_MS} ms`,
      met: busy_p99 <= SCAN_LIMIT_MS,
      notes: [
        `p50 ${formatMs(quantile(busy, 0.5))} (idle ${formatMs(quantile(idle, 0.5))}), slowest ${formatMs(quantile(busy, 1))} (idle ${formatMs(quantile(idle, 1))}); ${pulls} pulls took ${formatMs(ms / pulls)} each beside the scans, the host had at most ${formatBytes(memoryOf(host.pid, 'peak'))}`,
        'central and its database take the same processors here; at work they are other machines',
      ],
    };
  } finally {
    await host.stop();
    await server.stop();
  }
}
