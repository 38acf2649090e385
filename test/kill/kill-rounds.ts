import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Judged } from '@serialbridge/testing/judge/judge';
import { seededRandom } from '@serialbridge/testing/random';
import type { Host, KillWorld } from './kill-world.ts';
import { plantFaults } from './planted.ts';

const JUDGE_EVERY = 25;
/** How long an aimed process may live on: it may find nothing to be hit at. */
const AIM_MS = 2_000;
const RANDOM_MS = 120;
/** Every so many kills of a host its cache is taken away as well, so that kills hit snapshots too. */
const CACHE_AWAY_EVERY = 20;

export interface KillCounts {
  hosts: number;
  /** The event was in ops.db and nobody had heard of it. */
  host_before_acceptance: number;
  /** Central had events and the host that died had not written its answer. */
  host_before_acknowledgement: number;
  centrals: number;
  /** Events were in the ledger and no station had the answer. */
  central_before_answer: number;
  databases: number;
  judged: number;
}

export interface KillReport {
  readonly counts: KillCounts;
  readonly last: Judged;
  readonly accepted: number;
  /** Things broken on purpose at the end that the judge did not find. */
  readonly missed: readonly string[];
  readonly seconds: number;
}

export interface KillOptions {
  readonly host_kills: number;
  readonly central_kills: number;
  readonly database_kills: number;
  readonly seed: number;
  readonly pace_ms: number;
  /** When it ends, with what was done until then. */
  readonly seconds: number;
  readonly say: (line: string) => void;
}

async function durableSeqs({ store, tenant_id }: KillWorld): Promise<ReadonlyMap<string, number>> {
  const rows = await store.db
    .selectFrom('station_head')
    .select(['station_id', 'durable_seq'])
    .where('tenant_id', '=', tenant_id)
    .execute();
  return new Map(rows.map(({ station_id, durable_seq }) => [station_id, durable_seq]));
}

/** Nothing is scanned, everything is sent and pulled; each station says so twice, since the second to come to rest moves the first one's head. */
async function comeToRest({ hosts, store, tenant_id }: KillWorld): Promise<void> {
  for (const { victim } of hosts) victim.send('pace 0');
  for (let tries = 0; ; tries += 1) {
    const quiet = hosts.map(({ victim }) => victim.until('quiet'));
    for (const { victim } of hosts) victim.send('sync');
    const versions = (await Promise.all(quiet)).map((line) => Number(line.split(' ')[1]));
    const head = await store.db
      .selectFrom('tenant_head')
      .select('version')
      .where('tenant_id', '=', tenant_id)
      .executeTakeFirstOrThrow();
    if (versions.every((version) => version === head.version)) return;
    if (tries === 20) throw new Error(`the stations stand at ${versions.join(', ')}, central at ${head.version}`);
  }
}

export async function killRounds(world: KillWorld, options: KillOptions): Promise<KillReport> {
  const { seed, pace_ms, say } = options;
  const random = seededRandom(seed);
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  const counts: KillCounts = {
    hosts: 0,
    host_before_acceptance: 0,
    host_before_acknowledgement: 0,
    centrals: 0,
    central_before_answer: 0,
    databases: 0,
    judged: 0,
  };

  const strike = async (victim: Host['victim'], aim: string | null): Promise<void> => {
    if (aim === null) await sleep(random() * RANDOM_MS);
    else {
      victim.send(aim);
      await Promise.race([victim.gone, sleep(AIM_MS)]);
    }
    if (victim.isAlive) victim.kill();
    await victim.gone;
  };

  const killHost = async (): Promise<void> => {
    const host = world.hosts[Math.floor(random() * world.hosts.length)];
    if (host === undefined) throw new Error('there is no host');
    const choice = random();
    await strike(host.victim, choice < 0.4 ? 'aim append' : choice < 0.7 ? 'aim acknowledge' : null);
    counts.hosts += 1;
    const durable = (await durableSeqs(world)).get(host.station_id) ?? 0;
    if (counts.hosts % CACHE_AWAY_EVERY === 0)
      for (const suffix of ['', '-wal', '-shm']) rmSync(join(host.dir, `cache.db${suffix}`), { force: true });
    const opened = await host.start();
    if (opened.seq > host.last_accepted) counts.host_before_acceptance += 1;
    if (durable > opened.acknowledged) counts.host_before_acknowledgement += 1;
    host.acknowledged = opened.acknowledged;
    await host.victim.until('accepted', true);
  };

  const killCentral = async (): Promise<void> => {
    await strike(world.central.current, random() < 0.5 ? 'aim' : null);
    counts.centrals += 1;
    // What was answered before the end has arrived by then.
    await sleep(20);
    const durable = await durableSeqs(world);
    const isUnanswered = ({ station_id, acknowledged }: Host): boolean => (durable.get(station_id) ?? 0) > acknowledged;
    if (world.hosts.some(isUnanswered)) counts.central_before_answer += 1;
    await world.central.start();
  };

  /** Central is not started anew: it has to find the server again by itself. */
  const killDatabase = async (): Promise<void> => {
    await sleep(random() * RANDOM_MS);
    await world.crashDatabase?.();
    counts.databases += 1;
    for (const { victim } of world.hosts) victim.send('sync');
    await sleep(300);
  };

  const look = async (): Promise<Judged> => {
    await comeToRest(world);
    const judged = await world.judge();
    counts.judged += 1;
    const { breaches, events, units, cases } = judged;
    say(
      `  ${seconds().toFixed(0)} s: killed ${counts.hosts} hosts, ${counts.centrals} centrals, ${counts.databases} databases; ${events} events, ${units} units, ${cases} cases: ${breaches.length === 0 ? 'all holds' : breaches.map(({ message }) => message).join('; ')}`,
    );
    return judged;
  };

  const left = (): readonly (readonly [number, () => Promise<void>])[] => [
    [options.host_kills - counts.hosts, killHost],
    [options.central_kills - counts.centrals, killCentral],
    [world.crashDatabase === null ? 0 : options.database_kills - counts.databases, killDatabase],
  ];
  let judged: Judged = { breaches: [], events: 0, units: 0, cases: 0 };
  for (let round = 1; judged.breaches.length === 0 && seconds() < options.seconds; round += 1) {
    const all = left().reduce((sum, [count]) => sum + count, 0);
    if (all === 0) break;
    let drawn = random() * all;
    const [, kill] = left().find(([count]) => (drawn -= count) < 0) ?? [];
    await kill?.();
    if (round % JUDGE_EVERY !== 0) continue;
    judged = await look();
    for (const { victim } of world.hosts) victim.send(`pace ${pace_ms}`);
  }
  if (judged.breaches.length === 0) judged = await look();
  return {
    counts,
    last: judged,
    accepted: world.hosts.reduce((sum, { accepted }) => sum + accepted.length, 0),
    missed: judged.breaches.length === 0 ? await plantFaults(world) : [],
    seconds: seconds(),
  };
}
