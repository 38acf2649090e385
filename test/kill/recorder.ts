import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { EventDraft } from '@serialbridge/core/events';
import { REAL_PORTS } from '@serialbridge/station/sync';
import { seededRandom } from '@serialbridge/testing/random';
import { BareStation } from '@serialbridge/testing/station/bare-station';
import { packing, receipt } from '@serialbridge/testing/store/drafts';
import type { TestOrder, TestWarehouse } from '@serialbridge/testing/store/test-warehouse';

/** What a recorder is started with. */
export interface RecorderTask {
  readonly dir: string;
  readonly central_url: string;
  readonly pairing_code: string;
  readonly name: string;
  readonly kind: 'receiving' | 'packing';
  /** Another one at every start: what is scanned follows from it. */
  readonly seed: number;
  readonly w: Pick<TestWarehouse, 'warehouse' | 'product' | 'po_line'>;
  readonly order: Pick<TestOrder, 'order' | 'order_line'>;
}

/** Serials that every station receives now and then: facts that contradict each other. */
const SHARED_SERIALS = 300;
const SHARE = 0.15;
/** The newest ones, which other stations take too: so two stations pack one unit while neither knows of the other. */
const NEWEST_UNITS = `SELECT unit_id, serial_raw FROM live_unit WHERE state = 'in_stock' ORDER BY received_at DESC, unit_id DESC LIMIT 20`;

/**
 * A station in a process of its own, and somebody who scans without rest. Argument: a RecorderTask as JSON.
 *
 * Prints, one a line: `open SEQ ACKNOWLEDGED`, `accepted SEQ HASH` after each append has returned, `acknowledged SEQ` after each answer of
 * central is written, and `quiet VERSION` when it is at rest and has heard from central since the last `sync`.
 * Obeys, one a line: `pace MS` (0: no scans), `sync`, `aim append` and `aim acknowledge` (kill itself there, before anything is printed or written).
 */
const task = JSON.parse(process.argv[2] ?? '{}') as RecorderTask;
const print = (line: string): void => {
  writeSync(1, `${line}\n`);
};
const die = (): void => {
  process.kill(process.pid, 'SIGKILL');
};
let aimed: 'append' | 'acknowledge' | null = null;
let pace = 0;
let printed = '';
let asked_at = 0;

const station = new BareStation({
  name: task.name,
  dir: task.dir,
  // Its waits are a tenth as long, so that a round takes as long as the restart does.
  ports: { ...REAL_PORTS, after: (ms, work) => REAL_PORTS.after(ms / 10, work) },
  watch: (store) => ({
    ...store,
    outbox: {
      ...store.outbox,
      acknowledge: (given) => {
        if (aimed === 'acknowledge' && given.outcomes.length > 0) die();
        store.outbox.acknowledge(given);
        print(`acknowledged ${given.durable_seq}`);
      },
    },
  }),
  onStatus: () => printIfQuiet(),
});
const { store } = station;
if (store.identity.read() === null) await station.pair(task.central_url, task.pairing_code);

function printIfQuiet(): void {
  // What it believes of central's head must be news from after it was asked, not from before: whoever asks counts on that.
  if (pace > 0 || !station.isAtRest({ from: asked_at })) return;
  const line = `quiet ${store.cache.state().cursor?.version ?? 0}`;
  if (line === printed) return;
  printed = line;
  print(line);
}

const random = seededRandom(task.seed);
const below = (limit: number): number => Math.floor(random() * limit);
let made = 0;
let waiting: EventDraft[] = [];
function serial(): string {
  if (random() < SHARE) return `SHARED-${below(SHARED_SERIALS)}`;
  made += 1;
  return `${task.name}-${task.seed}-${made}`;
}
function pack(): EventDraft[] {
  const units = store.read.all(NEWEST_UNITS);
  const unit = units[below(units.length)];
  if (unit === undefined) return [];
  const { unit_id, serial_raw } = unit;
  const one = { unit_id: String(unit_id), serial_raw: String(serial_raw) };
  return packing(task.order, one, task.w.warehouse.warehouse_id);
}

/** Receipts of one to three units, or boxes. */
function scan(): void {
  if (pace === 0) return;
  if (waiting.length === 0)
    waiting = task.kind === 'receiving' ? receipt(task.w, Array.from({ length: 1 + below(3) }, serial)) : pack();
  const draft = waiting.shift();
  if (draft !== undefined) {
    const envelopes = station.record(draft);
    if (aimed === 'append') die();
    for (const { seq, hash } of envelopes) print(`accepted ${seq} ${hash}`);
  }
  setTimeout(scan, pace);
}

const { seq } = store.log.head();
const unsent = store.outbox.next(station.identity.station_id);
print(`open ${seq} ${unsent === null ? seq : unsent.seq - 1}`);
station.goOnline();
const orders = createInterface({ input: process.stdin });
// Whoever started it is gone.
orders.on('close', () => process.exit());
orders.on('line', (line) => {
  const [word, value = ''] = line.split(' ');
  if (word === 'aim') aimed = value === 'append' ? 'append' : 'acknowledge';
  else if (word === 'sync') {
    printed = '';
    asked_at = Date.now();
    station.loop.syncNow();
    printIfQuiet();
  } else if (word === 'pace') {
    const before = pace;
    pace = Number(value);
    if (before === 0) scan();
  }
});
