import { join } from 'node:path';
import Database from 'better-sqlite3';
import { check, type Bench } from '../bench.ts';
import { formatMs } from '../format-table.ts';
import { quantile } from '@serialbridge/testing/statistics';
import { fillStation, UPC } from '../support/filled-station.ts';
import { openHost } from '../support/station-host.ts';
import { serialOf } from '../support/units.ts';

const WARM_UP = 500;

/** What a scan is, by turns: two new serials, one that is in stock, the product's own code, and what it must come to. */
const KINDS: readonly { text(n: number, known: number): string; readonly levels: readonly string[] }[] = [
  { text: (n: number) => `NEW${String(n * 7919).padStart(9, '0')}`, levels: ['accepted', 'warning'] },
  { text: (_: number, known: number) => serialOf(known), levels: ['refused'] },
  { text: (n: number) => `MORE${String(n * 104_729).padStart(10, '0')}`, levels: ['accepted', 'warning'] },
  { text: () => UPC, levels: ['refused'] },
];

/** From a code to its verdict in the host's scan service: routing, rules, decision, feedback; without the commit. */
export const benchVerdict: Bench = async ({ quick, units: asked, scratch, say }) => {
  const units = asked ?? (quick ? 200_000 : 10_000_000);
  const scans = quick ? 3_000 : 10_000;
  const dir = join(scratch, 'verdict');
  const w = await fillStation(dir, units, say);
  // Nothing is recorded, so the figure is the verdict's alone; the commit has a line of its own.
  const { host, scan } = await openHost(dir, w, (context) => ({
    ...context,
    record: { ...context.record, append: () => [], remember: () => undefined },
  }));
  const bare = new Database(join(dir, 'cache.db'), { readonly: true });
  bare.pragma('cache_size = -65536');
  const lookup = bare.prepare('SELECT * FROM unit WHERE serial_norm = ?');
  const floor: number[] = [];
  const measured: number[] = [];
  let random = 12_345;
  const any = (): number => {
    random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
    return random % units;
  };
  try {
    for (let n = 0; n < WARM_UP + scans; n += 1) {
      const key = serialOf(any());
      const before = performance.now();
      const row = lookup.get(key);
      const looked = performance.now();
      check(row !== undefined, `unit ${key} is not in the cache`);
      const kind = KINDS[n % KINDS.length];
      const text = kind?.text(n, any()) ?? '';
      const from = performance.now();
      const { level, findings } = await scan(text);
      const ms = performance.now() - from;
      check(kind?.levels.includes(level) === true, `scan ${text} came to ${level} ${JSON.stringify(findings)}`);
      if (n < WARM_UP) continue;
      floor.push(looked - before);
      measured.push(ms);
    }
  } finally {
    bare.close();
    await host.close();
  }
  const p99 = quantile(measured, 0.99);
  const line = { work: 'scan → verdict', size: `${units} units in the cache` };
  return [
    {
      ...line,
      floor_ms: quantile(floor, 0.99),
      floor_what: 'p99 point lookup',
      measured_ms: p99,
      measured_what: 'p99',
      goal: 'p99 ≤ 1 ms',
      met: p99 <= 1,
      notes: [
        `p50 ${formatMs(quantile(measured, 0.5))}, lookup p50 ${formatMs(quantile(floor, 0.5))}; slowest of ${scans} scans ${formatMs(quantile(measured, 1))}`,
      ],
    },
  ];
};
