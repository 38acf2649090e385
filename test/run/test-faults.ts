import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundlePrograms, type Programs } from '../faults/bundle.ts';
import { killRounds, type KillReport } from '../faults/kill-rounds.ts';
import { makeKillWorld } from '../faults/kill-world.ts';
import { freshDatabase } from '@serialbridge/testing/postgres/fresh-database';
import { NoPostgres, startPostgres, type PostgresForTests } from '@serialbridge/testing/postgres/postgres';
import { emptyTally, endWith, tallyLine } from './tally.ts';

/**
 * `npm run test:faults [-- --host-kills N --central-kills N --engine sqlite|postgres --seed N --minutes N]`: three station hosts record and sync without
 * rest while they and central are killed with SIGKILL, some right between commit and answer; every 25 kills, and at the end, what must hold is
 * looked up in the files and tables. Without --engine: both, each with half of the kills
 * and of the minutes (30), after which it ends with what was done. A killed process loses nothing that it gave to the
 * operating system: what a power cut would take is not shown here, but by the simulator and under strace (test/durability).
 * With SERIALBRIDGE_TALLY=file the counts are also written there.
 */
const { values } = parseArgs({
  options: {
    'host-kills': { type: 'string', default: '40' },
    'central-kills': { type: 'string', default: '40' },
    engine: { type: 'string' },
    seed: { type: 'string' },
    minutes: { type: 'string', default: '30' },
  },
});
const ENGINES = ['sqlite', 'postgres'] as const;
type Engine = (typeof ENGINES)[number];
const PACE_MS = 50;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const seed = Number(values.seed ?? Date.now() % 100_000);
const engines = ENGINES.filter((engine) => values.engine === undefined || values.engine === engine);
if (engines.length === 0) throw new Error(`--engine takes ${ENGINES.join(' or ')}, not ${values.engine ?? ''}`);
const tally = emptyTally();

/** Null: there is no PostgreSQL here. */
async function openDatabase(engine: Engine): Promise<{ url: string | null; close: () => Promise<void> } | null> {
  if (engine === 'sqlite') return { url: null, close: () => Promise.resolve() };
  let server: PostgresForTests;
  try {
    server = await startPostgres();
  } catch (error) {
    if (!(error instanceof NoPostgres)) throw error;
    tally.skipped.push(`test:faults on PostgreSQL: ${error.message}`);
    say(`skipped: ${error.message}`);
    return null;
  }
  const database = await freshDatabase(server.url);
  const close = async (): Promise<void> => {
    await database.drop();
    await server.stop();
  };
  return { url: database.url, close };
}

const part = (count: string): number => Math.ceil(Number(count) / engines.length);

async function run(engine: Engine, programs: Programs): Promise<KillReport | null> {
  const database = await openDatabase(engine);
  if (database === null) return null;
  const folder = mkdtempSync(join(tmpdir(), 'serialbridge-faults-'));
  say(`\nCentral on ${engine}:`);
  try {
    const world = await makeKillWorld(programs, { folder, database_url: database.url, seed, pace_ms: PACE_MS });
    try {
      return await killRounds(world, {
        host_kills: part(values['host-kills']),
        central_kills: part(values['central-kills']),
        seed,
        pace_ms: PACE_MS,
        seconds: part(values.minutes) * 60,
        say,
      });
    } finally {
      await world.close();
    }
  } finally {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

say(`Seed ${seed}; replay what is killed with --seed ${seed} (the moments are the machine's own).`);
const programs = await bundlePrograms();
const reports: (readonly [Engine, KillReport])[] = [];
for (const engine of engines) {
  try {
    const report = await run(engine, programs);
    if (report === null) continue;
    reports.push([engine, report]);
    if (report.faults.length === 0) tally.passed += 1;
    else tally.failed += 1;
    // A judge that finds nothing when something is broken would make every run look well.
    if (report.missed.length === 0) tally.passed += 1;
    else tally.failed += 1;
  } catch (error) {
    tally.failed += 1;
    say(`FAILED  ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}
programs.remove();

const rows: readonly (readonly [string, (report: KillReport) => number | string])[] = [
  ['hosts killed', ({ counts }) => counts.hosts],
  ['  between commit and acceptance', ({ counts }) => counts.host_before_acceptance],
  ['  between central’s commit and its own note of it', ({ counts }) => counts.host_before_acknowledgement],
  ['centrals killed', ({ counts }) => counts.centrals],
  ['  between commit and answer', ({ counts }) => counts.central_before_answer],
  ['events heard accepted', ({ accepted }) => accepted],
  ['events in ops.db, and in central once', ({ last }) => last.events],
  ['units', ({ last }) => last.units],
  ['cases', ({ last }) => last.cases],
  ['times that all was looked through', ({ counts }) => counts.judged],
  ['faults', ({ faults }) => faults.length],
  ['faults planted at the end and not found', ({ missed }) => missed.join(', ') || 0],
  ['seconds', ({ seconds }) => seconds.toFixed(0)],
];
say(`\n${''.padEnd(52)}${reports.map(([engine]) => engine.padStart(10)).join('')}`);
for (const [name, of] of rows)
  say(`${name.padEnd(52)}${reports.map(([, report]) => String(of(report)).padStart(10)).join('')}`);
say('kill -9 leaves the page cache to the kernel; power cuts are the simulator’s and the strace tests’ part.');
say(`\n${tallyLine(tally)}`);
endWith(tally);
