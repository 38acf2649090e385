import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { v7 as uuidv7 } from 'uuid';
import { openStationStore } from '@serialbridge/cache';
import type { EventDraft } from '@serialbridge/core/events';
import { applyEvent } from '@serialbridge/core/ledger';
import { pairWithCentral, REAL_PORTS, syncLoop } from '@serialbridge/station/sync';
import type { RecorderTask } from './recorder-task.ts';
import { scanPlan } from './scan-plan.ts';

/**
 * A station host without screens: the real store and sync loop, and somebody who scans without rest. Argument: a RecorderTask as JSON.
 *
 * Says, one a line: `open INCARNATION SEQ ACKNOWLEDGED`, `accepted SEQ HASH` after each append has returned, `acknowledged SEQ` after each
 * answer of central is written, `quiet HEAD VERSION` (nothing unsent, nothing overlaid, the cache at central's head, which was heard of since the last
 * `sync`) and `failed REASON`.
 * Does on a line: `pace MS` (0: no scans), `sync`, `aim append` and `aim acknowledge` (kill itself there, before anything is said or written).
 */
const task = JSON.parse(process.argv[2] ?? '{}') as RecorderTask;
const say = (line: string): void => {
  writeSync(1, `${line}\n`);
};
const die = (): void => {
  process.kill(process.pid, 'SIGKILL');
};
const silent = (): void => undefined;

const store = openStationStore({ dir: task.dir, newId: uuidv7, fold: applyEvent });
if (store.readIdentity() === null) {
  const paired = await pairWithCentral(task.central_url, task.pairing_code, 'faults');
  store.writeIdentity({ ...paired, central_url: task.central_url, paired_at: Date.now() });
}
const station_id = store.readIdentity()?.station_id ?? '';
let aimed: 'append' | 'acknowledge' | null = null;
let pace = 0;

const watched = {
  ...store,
  acknowledge: (given: Parameters<typeof store.acknowledge>[0]): void => {
    if (aimed === 'acknowledge' && given.outcomes.length > 0) die();
    store.acknowledge(given);
    say(`acknowledged ${given.durable_seq}`);
  },
};
const loop = syncLoop({
  store: watched,
  software: 'faults',
  now: Date.now,
  random: Math.random,
  log: {
    debug: silent,
    info: silent,
    warn: silent,
    error: (details, text) => say(`failed ${text} ${JSON.stringify(details)}`),
  },
  insecure_http: false,
  // Its waits are a tenth as long, so that a round takes as long as the restart does.
  ports: { ...REAL_PORTS, after: (ms, work) => REAL_PORTS.after(ms / 10, work) },
  onStatus: () => tellIfQuiet(),
  onData: silent,
});

let told = '';
let asked_at = 0;
function tellIfQuiet(): void {
  const { cursor, fresh_at } = store.cacheState();
  if (pace > 0 || store.backlog() > 0 || store.overlaidEvents() > 0 || fresh_at === null) return;
  const { state, last_contact_at } = loop.status();
  // What it believes of central's head must be news from after it was asked, not from before: whoever asks counts on that.
  if (state !== 'online' || loop.cacheAgeMs() !== null || (last_contact_at ?? 0) < asked_at) return;
  const line = `quiet ${store.head().seq} ${cursor?.version ?? 0}`;
  if (line === told) return;
  told = line;
  say(line);
}

const plan = scanPlan(task, (sql) => store.read.all(sql));
function record(draft: EventDraft): void {
  const appended = store.append({
    drafts: [draft],
    station_id,
    operator_id: null,
    approved_by: null,
    captured_at: Date.now(),
    clock_offset_ms: loop.clockOffsetMs(),
    policy_version: 0,
    cache_version: store.cacheState().cursor?.version ?? 0,
  });
  if (aimed === 'append') die();
  for (const { envelope } of appended) say(`accepted ${envelope.seq} ${envelope.hash}`);
  loop.recorded();
}
function scan(): void {
  if (pace === 0) return;
  const draft = plan.next();
  if (draft !== null) record(draft);
  setTimeout(scan, pace);
}

const { incarnation, seq } = store.head();
const unsent = store.nextUnsent(station_id);
say(`open ${incarnation} ${seq} ${unsent === null ? seq : unsent.seq - 1}`);
loop.start();
const orders = createInterface({ input: process.stdin });
// Whoever started it is gone.
orders.on('close', () => process.exit());
orders.on('line', (line) => {
  const [word, value = ''] = line.split(' ');
  if (word === 'aim') aimed = value === 'append' ? 'append' : 'acknowledge';
  else if (word === 'sync') {
    told = '';
    asked_at = Date.now();
    loop.syncNow();
    tellIfQuiet();
  } else if (word === 'pace') {
    const before = pace;
    pace = Number(value);
    if (before === 0) scan();
  }
});
