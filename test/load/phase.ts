import { setTimeout as sleep } from 'node:timers/promises';
import type { CentralUnderLoad } from './central-under-load.ts';
import type { ConsolePerson } from './console-person.ts';
import { Figures, spread, type Spread } from './figures.ts';
import { readMetrics, rssOf, type Probe } from './probe.ts';

/** One line of the table. */
export interface PhaseLine {
  readonly phase: string;
  readonly seconds: number;
  readonly offered: number;
  readonly acknowledged: number;
  readonly pushes: number;
  readonly push: Spread;
  readonly ack: Spread;
  readonly hello: Spread;
  readonly feed: Spread;
  readonly feeds: number;
  readonly feed_mib: number;
  readonly hints: number;
  readonly console_p99: number;
  readonly refused: string;
  readonly failures: number;
  /** Percent of one core. */
  readonly cpu: { readonly central: number; readonly database: number; readonly generator: number };
  readonly lag_p99_ms: number;
  readonly rss_mib: { readonly start: number; readonly peak: number; readonly end: number };
  readonly heap_mib: number;
  readonly connections: number;
}

export interface Stage {
  readonly central: CentralUnderLoad;
  readonly probe: Probe;
  readonly person: ConsolePerson;
  figures: Figures;
}

const LOOK_MS = 1000;

/** Runs `work` and measures what happens meanwhile. */
export async function measurePhase(stage: Stage, phase: string, work: () => Promise<void>): Promise<PhaseLine> {
  const figures = new Figures();
  stage.figures = figures;
  const { central, probe, person } = stage;
  person.take();
  // Central's own histogram of its lag begins anew at each look.
  await readMetrics(central.url).catch(() => undefined);
  const before = probe.cpu(central.pid());
  const pid = central.pid();
  const rss = [rssOf(pid)];
  let connections = 0;
  const stop = new AbortController();
  const watch = (async (): Promise<void> => {
    while (!stop.signal.aborted) {
      rss.push(rssOf(central.pid()));
      connections = Math.max(connections, await probe.connections());
      await sleep(LOOK_MS, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  })();
  const from = performance.now();
  await work();
  const seconds = (performance.now() - from) / 1000;
  stop.abort();
  await watch;
  const after = probe.cpu(central.pid());
  const metrics = await readMetrics(central.url).catch(() => new Map<string, number>());
  rss.push(rssOf(central.pid()));
  const share = (ms: number): number => ms / seconds / 10;
  return {
    phase,
    seconds,
    offered: figures.events / seconds,
    acknowledged: figures.acknowledged.length / seconds,
    pushes: figures.push.length / seconds,
    push: spread(figures.push),
    ack: spread(figures.acknowledged),
    hello: spread(figures.hello),
    feed: spread(figures.feed),
    feeds: figures.feed.length / seconds,
    feed_mib: figures.feed_bytes / seconds / 1024 / 1024,
    hints: figures.hints / seconds,
    console_p99: spread(person.take()).p99,
    refused: [...figures.refused].map(([name, count]) => `${count}×${name}`).join(' ') || '0',
    failures: figures.failures(),
    cpu: {
      // A restart begins its count anew.
      central: share(after.central_ms - (pid === central.pid() ? before.central_ms : 0)),
      database: share(after.database_ms - before.database_ms),
      generator: share(after.generator_ms - before.generator_ms),
    },
    lag_p99_ms: (metrics.get('nodejs_eventloop_lag_p99_seconds') ?? Number.NaN) * 1000,
    rss_mib: { start: rss[0] ?? 0, peak: Math.max(...rss.filter((one) => !Number.isNaN(one))), end: rss.at(-1) ?? 0 },
    heap_mib: (metrics.get('nodejs_heap_size_used_bytes') ?? Number.NaN) / 1024 / 1024,
    connections,
  };
}
