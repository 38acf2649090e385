import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore, type Store } from '@serialbridge/central/storage';
import { NoPostgres, startPostgres } from '@serialbridge/testing/postgres/postgres';
import { startCentralProcess, type CentralProcess } from '@serialbridge/testing/processes/central-process';
import { checkLedger, countOutcomes } from '../load/check-ledger.ts';
import { consolePerson } from '../load/console-person.ts';
import { dice } from '@serialbridge/testing/random';
import { LoadStation } from '../load/load-station.ts';
import { HELP, readOptions, type LoadOptions } from '../load/options.ts';
import { Figures, formatPhases, measurePhase, type PhaseLine, type Stage } from '../load/phase.ts';
import { drained, fillOutboxes, forMs, Shifts } from '../load/play.ts';
import { openProbe, type Probe } from '../load/probe.ts';
import { seedTenant, type SeededStation } from '@serialbridge/testing/store/seed-world';

/** A step is beyond what central takes when a push in a hundred takes longer. */
const SLOW_MS = 2000;
const LONGEST_DRAIN_MS = 120_000;
/** Stations are switched on over so long. */
const START_MS = 5000;
const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** Half of the stations pack, four events a box. */
function ordersFor({ stations, events_per_hour, paces, minutes }: LoadOptions): number {
  const hours = ((paces.reduce((sum, pace) => sum + pace, 0) + 3) * minutes) / 60;
  return Math.ceil((stations * events_per_hour * hours * 0.6) / 4);
}

async function seed(store: Store, options: LoadOptions): Promise<SeededStation[]> {
  const { stations, tenants } = options;
  const orders = Math.ceil(ordersFor(options) / tenants);
  const places: SeededStation[] = [];
  for (let at = 0; at < tenants; at += 1) {
    const count = Math.floor(stations / tenants) + (at < stations % tenants ? 1 : 0);
    places.push(
      ...(await seedTenant(store, { count, orders, name: `Tenant ${at + 1}`, dice: dice(options.seed + at) })),
    );
  }
  return places;
}

async function start(stations: readonly LoadStation[]): Promise<void> {
  for (const station of stations) {
    station.start();
    await sleep(START_MS / stations.length);
  }
  const over = forMs(60_000);
  while (stations.some(({ connected }) => !connected) && !over()) await sleep(50);
}

interface Play {
  readonly options: LoadOptions;
  readonly stations: readonly LoadStation[];
  readonly stage: Stage;
  readonly central: CentralProcess;
  readonly lines: PhaseLine[];
}

async function steps({ options, stage, lines }: Play, shifts: Shifts): Promise<string> {
  const base = (options.stations * options.events_per_hour) / 3600;
  for (const pace of options.paces) {
    const line = await measurePhase(stage, `×${pace} (${(base * pace).toFixed(0)}/s)`, () =>
      shifts.play(pace, forMs(options.minutes * 60_000)),
    );
    lines.push(line);
    say(
      `  ${line.phase}: ${line.acknowledged.toFixed(0)} events/s, push p99 ${line.push.p99.toFixed(0)} ms, refused ${line.refused}`,
    );
    if (line.push.p99 > SLOW_MS) return `${line.phase}: a push in a hundred took ${line.push.p99.toFixed(0)} ms`;
    if (line.failures > 0) return `${line.phase}: requests failed (${line.refused})`;
    if (line.acknowledged < line.offered * 0.9)
      return `${line.phase}: ${line.acknowledged.toFixed(0)} of ${line.offered.toFixed(0)} events/s were taken`;
    if (line.refused !== '0') return `${line.phase}: refused ${line.refused}`;
  }
  return 'nothing gave';
}

async function play(all: Play): Promise<string> {
  const { options, stations, stage, central, lines } = all;
  const draw = dice(options.seed + 1000);
  const shifts = new Shifts(stations, options.events_per_hour, draw);
  lines.push(
    await measurePhase(stage, 'start', async () => {
      await start(stations);
      await shifts.play(1, forMs(START_MS));
      await drained(stations, LONGEST_DRAIN_MS);
    }),
  );
  const gave = await steps(all, shifts);
  const emptied = await measurePhase(stage, 'drain', async () => void (await drained(stations, LONGEST_DRAIN_MS)));
  if (emptied.seconds > 2) lines.push(emptied);
  if (options.returning > 0) {
    const away = stations.slice(0, options.returning);
    for (const station of away) station.setOnline(false);
    const events = fillOutboxes(away, draw);
    say(`  ${options.returning} stations come back with ${events} events`);
    const back = await measurePhase(stage, `${options.returning} return`, async () => {
      for (const station of away) station.setOnline(true);
      let empty = false;
      const others = shifts.play(1, () => empty);
      await drained(away, LONGEST_DRAIN_MS);
      empty = true;
      await others;
    });
    lines.push(back);
  }
  if (options.outage_s > 0) {
    lines.push(
      await measurePhase(stage, `storm after ${options.outage_s} s`, async () => {
        await central.stop('SIGKILL');
        await shifts.play(1, forMs(options.outage_s * 1000));
        await central.start();
        // Their network came back: nobody waits for a back-off.
        for (const station of stations) station.setOnline(true);
        await shifts.play(1, () => stations.every(({ connected }) => connected));
        await drained(stations, LONGEST_DRAIN_MS);
      }),
    );
  }
  lines.push(await measurePhase(stage, 'after', () => shifts.play(1, forMs(10_000))));
  await drained(stations, LONGEST_DRAIN_MS);
  return gave;
}

async function run(options: LoadOptions): Promise<number> {
  const scratch = mkdtempSync(join(tmpdir(), 'serialbridge-load-'));
  const postgres = options.engine === 'postgres' ? await startPostgres() : null;
  const database_url = postgres?.url ?? null;
  const open = (): Promise<Store> =>
    openStore({ data_dir: join(scratch, 'central'), ...(database_url === null ? {} : { database_url }) });
  let central: CentralProcess | null = null;
  let probe: Probe | null = null;
  const lines: PhaseLine[] = [];
  // Nothing is left behind when somebody has seen enough.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      void (async (): Promise<void> => {
        console.log(`\n${formatPhases(lines)}\n`);
        await central?.stop('SIGKILL');
        await postgres?.stop();
        rmSync(scratch, { recursive: true, force: true });
        process.exit(1);
      })();
    });
  try {
    let store = await open();
    say(`seeding ${options.stations} stations, ${ordersFor(options)} orders`);
    const places = await seed(store, options);
    await store.close();
    const complaints = new Map<string, number>();
    const onLog = (line: string): void => {
      const { msg = '', err } = JSON.parse(line) as { msg?: string; err?: { message?: string } };
      const what = err?.message === undefined ? msg : `${msg}: ${err.message}`;
      complaints.set(what, (complaints.get(what) ?? 0) + 1);
    };
    const { profile } = options;
    central = await startCentralProcess(scratch, {
      database_url: database_url ?? undefined,
      profile,
      onLog,
      admin: 'made',
    });
    probe = await openProbe(database_url);
    const person = await consolePerson(central, places[0]?.tenant_id ?? '');
    const stage: Stage = { central, probe, person, figures: new Figures() };
    const draw = dice(options.seed + 500);
    const { url } = central;
    const stations = places.map(
      (place, at) =>
        new LoadStation({
          place,
          url,
          random: draw.next,
          figures: () => stage.figures,
          snapshot: at < options.snapshots,
        }),
    );
    const [before = 0] = loadavg();
    const gave = await play({ options, stations, stage, central, lines });
    for (const station of stations) station.stop();
    await person.stop();
    await central.stop('SIGTERM');
    store = await open();
    const wrong = await checkLedger(store, stations);
    const outcomes = await countOutcomes(store);
    await store.close();
    console.log(`\n${formatPhases(lines)}\n`);
    console.log(`gave first: ${gave}`);
    console.log(`${stations.reduce((sum, { recorded }) => sum + recorded, 0)} events recorded; ledger: ${outcomes}`);
    for (const [what, count] of complaints) console.log(`central said ${count}× ${what}`);
    console.log(
      `${options.stations} stations, ${options.tenants} tenants, ${options.engine}, Node ${process.versions.node}, ${availableParallelism()} cores; load of the machine ${before.toFixed(1)} before, ${(loadavg()[0] ?? 0).toFixed(1)} now`,
    );
    for (const what of wrong.slice(0, 10)) console.error(`WRONG ${what}`);
    if (options.json !== null)
      writeFileSync(options.json, `${JSON.stringify({ options, lines, gave, wrong }, null, 2)}\n`);
    return wrong.length === 0 ? 0 : 1;
  } finally {
    await central?.stop('SIGKILL');
    await probe?.close();
    await postgres?.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === null) console.log(HELP);
  else process.exitCode = await run(options);
  // Connections that stations kept would hold it for their time.
  process.exit();
} catch (error) {
  if (!(error instanceof NoPostgres || error instanceof RangeError || error instanceof TypeError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
