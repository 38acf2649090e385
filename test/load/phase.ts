import { setTimeout as sleep } from 'node:timers/promises';
import type { CentralProcess } from '@serialbridge/testing/processes/central-process';
import { spreadOf, type Spread } from '@serialbridge/testing/statistics';
import { formatMs, table } from '../bench/format-table.ts';
import { memoryOf } from '../bench/support/process-figures.ts';
import type { ConsolePerson } from './console-person.ts';
import { readMetrics, type Probe } from './probe.ts';

/** What one phase measured. Times in milliseconds. */
export class Figures {
  /** From the request to its answer. */
  readonly push: number[] = [];
  /** From the event's recording to the answer that acknowledges it, waits and refusals included. */
  readonly acknowledged: number[] = [];
  readonly hello: number[] = [];
  readonly feed: number[] = [];
  events = 0;
  hints = 0;
  feed_bytes = 0;
  refused = new Map<string, number>();

  refuse(status: number): void {
    const name = status === 0 ? 'no answer' : String(status);
    this.refused.set(name, (this.refused.get(name) ?? 0) + 1);
  }

  /** Failures that are not back-pressure. */
  failures(): number {
    let sum = 0;
    for (const [name, count] of this.refused) if (name !== '503' && name !== '429') sum += count;
    return sum;
  }
}

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
  readonly central: CentralProcess;
  readonly probe: Probe;
  readonly person: ConsolePerson;
  figures: Figures;
}

const LOOK_MS = 1000;
const residentMib = (pid: number): number => memoryOf(pid, 'now') / 1024 / 1024;

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
  const rss = [residentMib(pid)];
  let connections = 0;
  const stop = new AbortController();
  const watch = (async (): Promise<void> => {
    while (!stop.signal.aborted) {
      rss.push(residentMib(central.pid()));
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
  rss.push(residentMib(central.pid()));
  const share = (ms: number): number => ms / seconds / 10;
  return {
    phase,
    seconds,
    offered: figures.events / seconds,
    acknowledged: figures.acknowledged.length / seconds,
    pushes: figures.push.length / seconds,
    push: spreadOf(figures.push),
    ack: spreadOf(figures.acknowledged),
    hello: spreadOf(figures.hello),
    feed: spreadOf(figures.feed),
    feeds: figures.feed.length / seconds,
    feed_mib: figures.feed_bytes / seconds / 1024 / 1024,
    hints: figures.hints / seconds,
    console_p99: spreadOf(person.take()).p99,
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

const times = ({ p50, p99, max }: Spread): string => `${formatMs(p50)} / ${formatMs(p99)} / ${formatMs(max)}`;

const COLUMNS: Readonly<Record<string, (line: PhaseLine) => string>> = {
  phase: ({ phase }) => phase,
  s: ({ seconds }) => seconds.toFixed(0),
  'events/s made → taken': ({ offered, acknowledged }) => `${offered.toFixed(0)} → ${acknowledged.toFixed(0)}`,
  'pushes/s': ({ pushes }) => pushes.toFixed(0),
  'push p50 / p99 / max': ({ push }) => times(push),
  'recorded → acknowledged': ({ ack }) => times(ack),
  'hello p50 / p99 / max': ({ hello }) => times(hello),
  'feed p50 / p99 / max': ({ feed }) => times(feed),
  'pages/s, MiB/s': ({ feeds, feed_mib }) => `${feeds.toFixed(0)}, ${feed_mib.toFixed(1)}`,
  'hints/s': ({ hints }) => hints.toFixed(0),
  'console p99': ({ console_p99 }) => formatMs(console_p99),
  refused: ({ refused }) => refused,
  'CPU % central / database / generator': ({ cpu }) =>
    `${cpu.central.toFixed(0)} / ${cpu.database.toFixed(0)} / ${cpu.generator.toFixed(0)}`,
  'lag p99': ({ lag_p99_ms }) => formatMs(lag_p99_ms),
  'RSS MiB start / peak / end': ({ rss_mib }) =>
    `${rss_mib.start.toFixed(0)} / ${rss_mib.peak.toFixed(0)} / ${rss_mib.end.toFixed(0)}`,
  'heap MiB': ({ heap_mib }) => heap_mib.toFixed(0),
  connections: ({ connections }) => String(connections),
};

/** One Markdown table, phases as columns: there are more figures than phases. */
export function formatPhases(lines: readonly PhaseLine[]): string {
  const [head = [], ...rest] = Object.entries(COLUMNS).map(([name, cell]) => [name, ...lines.map(cell)]);
  return table(head, rest);
}
