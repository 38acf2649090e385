import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Envelope } from '@serialbridge/protocol/envelope';
import { afterAll, expect, test } from 'vitest';
import { APPENDER, openTestStore, stockOf } from '@serialbridge/testing/cache/store-fixture';
import { temporaryFolder } from '@serialbridge/testing/temporary-folder';

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** Runs the appending process and kills it after `lines` acceptances. Answers what it said. */
async function killAfter(lines: number): Promise<string[]> {
  const child = spawn(process.execPath, [APPENDER, folder.dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: string[] = [];
  const exited = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (said.length > lines) child.kill('SIGKILL');
  }
  await exited;
  return said;
}

test('store.crash: after kill -9 every accepted event is there, the chain goes on, and the lock is free', async () => {
  const accepted: string[] = [];
  for (const lines of [3, 17, 40, 8, 25]) {
    const [opened = '', ...said] = await killAfter(lines);
    // What was accepted before is there; at most the one event in work when the process died was stored and not said.
    const found = Number(opened.split(' ')[1]);
    expect(found - accepted.length).toBeGreaterThanOrEqual(0);
    expect(found - accepted.length).toBeLessThanOrEqual(1);
    if (found > accepted.length) accepted.push('unsaid');
    accepted.push(...said);
  }
  const store = openTestStore(folder.dir);
  const { incarnation, seq } = store.log.head();
  const stored = store.outbox
    .batch(incarnation, 0, { events: 100_000, bytes: 1e9 })
    .events.map(({ text }) => Envelope.parse(JSON.parse(text)))
    .map((event) => `accepted ${event.seq} ${event.hash}`);
  expect(stored).toHaveLength(seq);
  expect(accepted.map((line, index) => (line === 'unsaid' ? stored[index] : line))).toEqual(
    stored.slice(0, accepted.length),
  );
  expect(stockOf(store)).toBe(seq);
  store.close();
}, 60_000);
