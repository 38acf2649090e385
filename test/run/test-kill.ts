import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freshDatabase } from '@serialbridge/testing/postgres/fresh-database';
import { NoPostgres, startPostgres } from '@serialbridge/testing/postgres/postgres';
import { buildIfStale } from '../../scripts/start/build-if-stale.ts';
import { bundlePrograms, type Programs } from '../kill/bundle.ts';
import { killRounds, type KillReport } from '../kill/kill-rounds.ts';
import { makeKillWorld, type WorldOptions } from '../kill/kill-world.ts';
import { gatherRequirements } from './requirements.ts';
import { emptyTally, endWith, tallyLine } from './tally.ts';

/**
 * `npm run test:kill [-- --host-kills N --central-kills N --database-kills N --screen-kills N --engine sqlite|postgres --seed N --minutes N]`: four
 * stations record and sync without rest while they, central and PostgreSQL's server are killed with SIGKILL, some right between commit and answer;
 * every 25 kills, and at the end, the judge looks at files and tables. Without --engine: both, each with half of the kills and of the minutes (30),
 * after which it ends with what was done. Then a station's host is killed while somebody scans at its screen in Chromium
 * (test/e2e/kill-host.e2e.ts). A killed process loses nothing that it gave to the operating system: what a power cut would take is shown by the
 * simulator and under strace (test/durability). With SERIALBRIDGE_TALLY=file the counts are also written there.
 */
const { values } = parseArgs({
  options: {
    'host-kills': { type: 'string', default: '40' },
    'central-kills': { type: 'string', default: '40' },
    'database-kills': { type: 'string', default: '8' },
    'screen-kills': { type: 'string', default: '20' },
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
const count = (isWell: boolean): void => {
  if (isWell) tally.passed += 1;
  else tally.failed += 1;
};
const part = (number: string): number => Math.ceil(Number(number) / engines.length);

async function inWorld(programs: Programs, database: WorldOptions['database']): Promise<KillReport> {
  const folder = mkdtempSync(join(tmpdir(), 'serialbridge-kill-'));
  try {
    const world = await makeKillWorld(programs, { folder, database, seed, pace_ms: PACE_MS });
    try {
      return await killRounds(world, {
        host_kills: part(values['host-kills']),
        central_kills: part(values['central-kills']),
        database_kills: Number(values['database-kills']),
        seed,
        pace_ms: PACE_MS,
        seconds: part(values.minutes) * 60,
        say,
      });
    } finally {
      await world.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(engine: Engine, programs: Programs): Promise<KillReport> {
  say(`\nCentral on ${engine}:`);
  if (engine === 'sqlite') return inWorld(programs, null);
  const server = await startPostgres();
  try {
    const { url } = await freshDatabase(server.url);
    return await inWorld(programs, { url, crash: () => server.crash() });
  } finally {
    await server.stop();
  }
}

function killAtScreen(): void {
  const browser = gatherRequirements().find((one) => one.name === 'browser');
  if (browser === undefined || browser.path === null) {
    tally.skipped.push(`test:kill at the screen: ${browser?.reason ?? 'no browser'}`);
    return;
  }
  buildIfStale(['receivebridge'], say);
  const { status } = spawnSync('playwright', ['test', 'kill-host.e2e.ts', '--reporter=list'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: {
      ...process.env,
      SERIALBRIDGE_BROWSER: browser.path,
      SERIALBRIDGE_KILL_ROUNDS: values['screen-kills'],
      SERIALBRIDGE_KILL_SEED: String(seed),
    },
  });
  count(status === 0);
}

say(`Seed ${seed}; replay what is killed with --seed ${seed} (the moments are the machine's own).`);
const programs = await bundlePrograms();
const reports: (readonly [Engine, KillReport])[] = [];
for (const engine of engines) {
  try {
    const report = await run(engine, programs);
    reports.push([engine, report]);
    count(report.last.breaches.length === 0);
    // A judge that finds nothing when something is broken would make every run look well.
    count(report.missed.length === 0);
  } catch (error) {
    if (error instanceof NoPostgres) tally.skipped.push(`test:kill on PostgreSQL: ${error.message}`);
    else {
      tally.failed += 1;
      say(`FAILED  ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
}
programs.remove();

const rows: readonly (readonly [string, (report: KillReport) => number | string])[] = [
  ['hosts killed', ({ counts }) => counts.hosts],
  ['  between commit and acceptance', ({ counts }) => counts.host_before_acceptance],
  ['  between central’s commit and its own note of it', ({ counts }) => counts.host_before_acknowledgement],
  ['centrals killed', ({ counts }) => counts.centrals],
  ['  between commit and answer', ({ counts }) => counts.central_before_answer],
  ['database servers killed', ({ counts }) => counts.databases],
  ['events heard accepted', ({ accepted }) => accepted],
  ['events in the ledger', ({ last }) => last.events],
  ['units', ({ last }) => last.units],
  ['cases', ({ last }) => last.cases],
  ['times that all was looked through', ({ counts }) => counts.judged],
  ['breaches', ({ last }) => last.breaches.length],
  ['faults planted at the end and not found', ({ missed }) => missed.join(', ') || 0],
  ['seconds', ({ seconds }) => seconds.toFixed(0)],
];
say(`\n${''.padEnd(52)}${reports.map(([engine]) => engine.padStart(10)).join('')}`);
for (const [name, of] of rows)
  say(`${name.padEnd(52)}${reports.map(([, report]) => String(of(report)).padStart(10)).join('')}`);
if (Number(values['screen-kills']) > 0) killAtScreen();
for (const skipped of tally.skipped) say(`skipped: ${skipped}`);
say(`\n${tallyLine(tally)}`);
endWith(tally);
