import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freshDatabase } from '@serialbridge/testing/postgres/fresh-database';
import { NoPostgres, startPostgres, type PostgresForTests } from '@serialbridge/testing/postgres/postgres';
import { postgresBackups, sqliteBackups } from '../restore/backups.ts';
import { restoreRound } from '../restore/restore-round.ts';

/**
 * `npm run test:restore [-- --rounds N --engine sqlite|postgres]`: a real central is restored from a backup that is older than what real stations
 * have seen, on both engines. Prints what does not hold; the exit code tells.
 */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '4' }, engine: { type: 'string' } } });
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const rounds = Number(values.rounds);
const root = mkdtempSync(join(tmpdir(), 'serialbridge-restore-'));
let failed = 0;

async function round(name: string, run: () => Promise<string[]>): Promise<void> {
  const from = performance.now();
  say(`— ${name}`);
  let wrong: string[];
  try {
    wrong = await run();
  } catch (error) {
    wrong = [String(error)];
  }
  for (const line of wrong) say(`  WRONG: ${line}`);
  if (wrong.length > 0) failed += 1;
  say(`  ${wrong.length === 0 ? 'holds' : 'does not hold'}, ${Math.round((performance.now() - from) / 1000)} s`);
}

async function onPostgres(server: PostgresForTests): Promise<void> {
  const { bin } = server;
  if (bin === null) throw new NoPostgres('a server of our own is needed: unset DATABASE_URL_TEST');
  for (let at = 0; at < rounds; at += 1) {
    const { url, drop } = await freshDatabase(server.url);
    const plan = { alive: at % 2 === 1, twice: at % 4 >= 2, busy: at % 3 !== 2 };
    await round(`PostgreSQL, round ${at + 1}: ${JSON.stringify(plan)}`, () =>
      restoreRound({
        ...plan,
        folder: join(root, `pg-${at}`),
        database_url: url,
        backups: () => postgresBackups(root, bin, server.url, url),
        say: (line) => say(`  ${line}`),
      }),
    );
    await drop();
  }
}

try {
  if (values.engine !== 'postgres')
    for (let at = 0; at < rounds; at += 1) {
      const plan = { alive: false, twice: at % 2 === 1, busy: at % 4 < 2 };
      await round(`SQLite, round ${at + 1}: ${JSON.stringify(plan)}`, () =>
        restoreRound({
          ...plan,
          folder: join(root, `sqlite-${at}`),
          backups: (data) => sqliteBackups(root, data),
          say: (line) => say(`  ${line}`),
        }),
      );
    }
  if (values.engine !== 'sqlite') {
    const server = await startPostgres();
    try {
      await onPostgres(server);
    } finally {
      await server.stop();
    }
  }
} catch (error) {
  if (!(error instanceof NoPostgres)) throw error;
  say(`PostgreSQL is left out: ${error.message}`);
  failed += values.engine === 'postgres' ? 1 : 0;
} finally {
  rmSync(root, { recursive: true, force: true });
}
say(failed === 0 ? 'All of it holds.' : `${failed} do not hold.`);
process.exitCode = failed === 0 ? 0 : 1;
