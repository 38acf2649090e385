import { join } from 'node:path';
import Database from 'better-sqlite3';
import { check, type Bench } from '../bench.ts';
import { formatMs } from '../format-table.ts';
import { interleave, timed } from '../measure.ts';
import { median } from '@serialbridge/testing/statistics';
import { fillStation } from '../support/filled-station.ts';
import { openHost } from '../support/station-host.ts';
import { idOf } from '../support/units.ts';

const UNITS = 10_000;

/** A paste of 10,000 serials, judged, recorded and saved through the host's handlers, beside one transaction of as many rows. */
export const benchBulkReceive: Bench = async ({ quick, units, scratch, say }) => {
  const dir = join(scratch, 'bulk');
  const w = await fillStation(dir, units ?? 200_000, say);
  const bare = new Database(join(dir, 'bare.db'));
  bare.pragma('journal_mode = WAL');
  bare.pragma('synchronous = FULL');
  bare.exec(
    'CREATE TABLE unit (unit_id TEXT PRIMARY KEY, serial TEXT NOT NULL, session TEXT, state TEXT) WITHOUT ROWID',
  );
  bare.exec('CREATE INDEX unit_by_serial ON unit (serial)');
  const insert = bare.prepare('INSERT INTO unit VALUES (?, ?, ?, ?)');
  const { po_line_id: line_id, purchase_order_id: document_id } = w.po_line;
  const { host, call } = await openHost(dir, w);
  const longest: number[] = [];
  try {
    const { floor, measured } = await interleave(
      quick ? 3 : 5,
      (round) =>
        timed(() =>
          bare.transaction(() => {
            for (let n = 0; n < UNITS; n += 1)
              insert.run(idOf(round * UNITS + n), `B${round}-${n}`, 'session', 'in_stock');
          })(),
        ),
      async (round) => {
        await call('receiving.open_document', { document_kind: 'purchase_order', document_id });
        await call('receiving.choose_line', { line_id });
        const text = Array.from({ length: UNITS }, (_, n) => `P${round}X${String(n * 37).padStart(8, '0')}`).join('\n');
        const from = performance.now();
        const entered = await call('receiving.enter_serials', {
          line_id,
          entry: { text },
          dry_run: false,
          skip_bad: false,
        });
        const between = performance.now();
        const { feedback } = await call('receiving.save', {});
        const ms = performance.now() - from;
        longest.push(Math.max(between - from, ms - (between - from)));
        check(
          entered.accepted === UNITS,
          `${entered.accepted} of ${UNITS} serials were accepted: ${JSON.stringify(entered.refused.slice(0, 2))}`,
        );
        check(feedback.level === 'complete', `the receipt was not saved: ${feedback.headline.code}`);
        const stock = host.store.read.get(
          'SELECT count(*) AS n FROM live_unit WHERE state = ? AND serial_norm >= ? AND serial_norm < ?',
          ['in_stock', `P${round}X`, `P${round}Y`],
        );
        check(stock?.['n'] === UNITS, `${String(stock?.['n'])} units in stock instead of ${UNITS}`);
        host.store.files.checkpoint();
        return ms;
      },
    );
    const measured_ms = median(measured);
    return [
      {
        work: 'bulk receive',
        size: `${UNITS} serials`,
        floor_ms: median(floor),
        floor_what: 'one transaction',
        measured_ms,
        measured_what: 'paste → saved',
        goal: '≤ 2 s',
        met: measured_ms <= 2000,
        notes: [`longest single call, in which the host answers nothing else: ${formatMs(median(longest))}`],
      },
    ];
  } finally {
    bare.close();
    await host.close();
  }
};
