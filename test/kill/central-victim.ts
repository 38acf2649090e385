import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { startCentral } from '@serialbridge/central';
import type { Store } from '@serialbridge/central/storage';

/**
 * Central as a process that is there to be killed. Argument: JSON `{ data_dir, database_url, port, console_dir }`. Says `ready {url}` when it
 * listens; on the line `aim` it kills itself right after the next commit that recorded events of a station, before the HTTP answer is written.
 */
const { data_dir, database_url, port, console_dir } = JSON.parse(process.argv[2] ?? '{}') as {
  data_dir: string;
  database_url: string | null;
  port: number;
  console_dir: string;
};
let aimed = false;

const isPush = (done: unknown): boolean =>
  typeof done === 'object' &&
  done !== null &&
  'durable_seq' in done &&
  'outcomes' in done &&
  Array.isArray(done.outcomes) &&
  done.outcomes.length > 0;

const running = await startCentral({
  data_dir,
  database_url: database_url ?? undefined,
  port,
  console_dir,
  log_level: 'silent',
});
const store = running.central.store as { transaction: Store['transaction'] };
const commit = store.transaction.bind(store);
store.transaction = async (work) => {
  const done = await commit(work);
  if (aimed && isPush(done)) process.kill(process.pid, 'SIGKILL');
  return done;
};
writeSync(1, `ready ${running.url}\n`);
const orders = createInterface({ input: process.stdin });
// Whoever started it is gone.
orders.on('close', () => process.exit());
orders.on('line', (line) => {
  if (line === 'aim') aimed = true;
});
