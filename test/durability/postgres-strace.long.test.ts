import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NoPostgres, startOwnPostgres, type PostgresForTests } from '@serialbridge/testing/postgres/postgres';
import { recordAtDock } from './support/record-at-dock.ts';
import { runUnderStrace, whyNoStrace } from './support/run-under-strace.ts';
import { readStrace, type SystemCall } from './support/strace-log.ts';
import { commitsToldIn, walSyncsBefore, type Told } from './support/wal-syncs.ts';

/** resources/docs/SYNC.md, on PostgreSQL: a push is answered only after its commit's log is on the disk. Seen in the system calls of both processes. */
const PATIENCE_MS = 120_000;
const COMMITS = 20;

let data: string;
let log: string;
let server: PostgresForTests | null = null;
let reason = whyNoStrace();

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'serialbridge-strace-pg-'));
  if (reason === null) {
    const under = (folder: string): readonly string[] => {
      log = join(folder, 'server.strace');
      return ['strace', '-f', '-ttt', '-T', '-y', '-s', '80', '-e', 'trace=recvfrom,sendto,fdatasync,fsync', '-o', log];
    };
    try {
      // By default this server commits without waiting; central must wait all the same.
      server = await startOwnPostgres({ under, settings: ['synchronous_commit=off'] });
    } catch (error) {
      if (!(error instanceof NoPostgres)) throw error;
      reason = error.message;
    }
  }
  if (reason !== null) process.stdout.write(`durability of PostgreSQL under strace is skipped: ${reason}\n`);
}, PATIENCE_MS);
afterAll(async () => {
  await server?.stop();
  rmSync(data, { recursive: true, force: true });
});

const serverCalls = (): readonly SystemCall[] => readStrace(existsSync(log) ? readFileSync(log, 'latin1') : '');

/** When central's process had read each push's first bytes, and when it began to write the answer. */
function pushesOf(calls: readonly SystemCall[]): readonly Told[] {
  const answers = calls.filter(
    ({ name, text }) =>
      ['write', 'writev', 'sendto', 'sendmsg'].includes(name) &&
      text.includes('\\"outcomes\\":[{') &&
      text.includes('\\"durable_seq\\":'),
  );
  return answers.map((answer) => {
    const request = calls.findLast(
      ({ file, text, ended }) => file === answer.file && ended <= answer.began && text.includes('POST /api/sync/push'),
    );
    return { asked: request?.began ?? answer.began, told: answer.began };
  });
}

test(
  'durability: on PostgreSQL the log is synced between a push’s COMMIT and its answer, whatever the server’s default',
  { timeout: PATIENCE_MS },
  async (context) => {
    context.skip(server === null, reason ?? '');
    const args = ['--data', join(data, 'central'), '--port', '0', '--database-url', server?.url ?? ''];
    const admin_args = ['--log-level', 'warn'];
    const entry = 'apps/central/src/main.ts';
    const central = await runUnderStrace(join(data, 'central.strace'), entry, [...args, ...admin_args]);
    await recordAtDock(central, data);
    const pushes = pushesOf(await central.stop());
    const proofs = pushes.map((push) => walSyncsBefore(serverCalls(), push));
    process.stdout.write(
      `  ${proofs.length} pushes answered, syncs of the log before each answer: ${proofs.map(({ syncs }) => syncs).join(', ')}\n`,
    );
    // Scans close together go in one push.
    expect(proofs.length).toBeGreaterThanOrEqual(2);
    expect(proofs.filter(({ found, syncs }) => !found || syncs < 1)).toEqual([]);
  },
);

test(
  'durability: the same judge finds no sync before COMMIT returns where the server does not wait for one',
  { timeout: PATIENCE_MS },
  async (context) => {
    context.skip(server === null, reason ?? '');
    const client = new Client({ connectionString: server?.url });
    await client.connect();
    const commitSome = async (waits: 'on' | 'off'): Promise<number> => {
      await client.query(`set synchronous_commit = ${waits}`);
      for (let made = 0; made < COMMITS; made += 1) {
        await client.query('begin');
        await client.query('insert into told values ($1)', [made]);
        await client.query('commit');
      }
      // Once this is answered, strace has written down that the last COMMIT's answer was sent.
      await client.query('select 1');
      const calls = serverCalls();
      const proofs = commitsToldIn(calls)
        .slice(-COMMITS)
        .map((one) => walSyncsBefore(calls, one));
      expect(proofs.length).toBe(COMMITS);
      expect(proofs.filter(({ found }) => !found)).toEqual([]);
      return proofs.filter(({ syncs }) => syncs > 0).length;
    };
    let [on, off] = [0, 0];
    try {
      await client.query('create table told (n int)');
      on = await commitSome('on');
      off = await commitSome('off');
    } finally {
      await client.end();
    }
    process.stdout.write(
      `  synced before COMMIT returned: ${on} of ${COMMITS} when it waits, ${off} when it does not\n`,
    );
    expect(on).toBe(COMMITS);
    // The server's own writer syncs now and then, by chance also in time.
    expect(off).toBeLessThan(COMMITS / 2);
  },
);
