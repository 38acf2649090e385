import { join } from 'node:path';
import Database from 'better-sqlite3';
import { check, type Bench } from '../bench.ts';
import { formatMs } from '../format-table.ts';
import { quantile } from '@serialbridge/testing/statistics';
import { fillStation } from '../support/filled-station.ts';
import { openHost } from '../support/station-host.ts';

const WARM_UP = 100;
/** The host moves its journal into the file in idle moments; at a scan every half second this many lie between two. */
const SCANS_BETWEEN_CHECKPOINTS = 20;

/** One scan's commit in ops.db (sequence, hash, envelope, overlay, notes) beside a bare FULL commit of one row on the same disk. */
export const benchAcceptance: Bench = async ({ quick, scratch, say }) => {
  const scans = quick ? 1_000 : 4_000;
  const dir = join(scratch, 'acceptance');
  const w = await fillStation(dir, 200_000, say);
  let committed = 0;
  const { host, scan } = await openHost(dir, w, (context) => ({
    ...context,
    record: {
      ...context.record,
      append: (drafts, options) => {
        const from = performance.now();
        const appended = context.record.append(drafts, options);
        committed = performance.now() - from;
        return appended;
      },
    },
  }));
  const bare = new Database(join(dir, 'bare.db'));
  bare.pragma('journal_mode = WAL');
  bare.pragma('synchronous = FULL');
  bare.pragma('wal_autocheckpoint = 8000');
  bare.exec('CREATE TABLE event (position INTEGER PRIMARY KEY, envelope TEXT NOT NULL)');
  const insert = bare.prepare('INSERT INTO event (envelope) VALUES (?)');
  const envelope = 'x'.repeat(1_000);
  const floor: number[] = [];
  const measured: number[] = [];
  const whole: number[] = [];
  try {
    check(host.store.files.synchronous === 2, `ops.db runs at synchronous=${host.store.files.synchronous}, not FULL`);
    for (let n = 0; n < WARM_UP + scans; n += 1) {
      const before = performance.now();
      insert.run(envelope);
      const inserted = performance.now();
      committed = Number.NaN;
      const from = performance.now();
      const { level } = await scan(`ACC${String(n * 7919).padStart(9, '0')}`);
      const ms = performance.now() - from;
      check(['accepted', 'warning'].includes(level) && committed > 0, `scan ${n} was not accepted: ${level}`);
      if (n % SCANS_BETWEEN_CHECKPOINTS === 0) {
        host.store.files.checkpoint();
        bare.pragma('wal_checkpoint(PASSIVE)');
      }
      if (n < WARM_UP) continue;
      floor.push(inserted - before);
      measured.push(committed);
      whole.push(ms);
    }
    // The session's opening went with the first scan.
    check(
      host.store.outbox.backlog() === WARM_UP + scans + 1,
      `${host.store.outbox.backlog()} events for ${WARM_UP + scans} scans`,
    );
  } finally {
    bare.close();
    await host.close();
  }
  const [floor_ms, measured_ms] = [quantile(floor, 0.99), quantile(measured, 0.99)];
  return [
    {
      work: 'durable acceptance',
      size: `${scans} scans`,
      floor_ms,
      floor_what: 'p99 bare FULL commit',
      measured_ms,
      measured_what: 'p99',
      goal: 'p99 ≤ 5× the bare p99',
      met: measured_ms <= 5 * floor_ms,
      notes: [
        `p50 ${formatMs(quantile(measured, 0.5))} beside ${formatMs(quantile(floor, 0.5))}, ${(quantile(measured, 0.5) / quantile(floor, 0.5)).toFixed(2)}×; p99 beside the bare p50: ${(measured_ms / quantile(floor, 0.5)).toFixed(2)}×`,
        `from code to feedback, verdict and commit together: p50 ${formatMs(quantile(whole, 0.5))}, p99 ${formatMs(quantile(whole, 0.99))}`,
      ],
    },
  ];
};
