import { readdirSync } from 'node:fs';
import { METRICS_TOKEN } from '@serialbridge/testing/processes/central-process';
import { Client } from 'pg';
import { figuresOf } from '../bench/support/process-figures.ts';

/** CPU of a PostgreSQL server: its first process, those it has now and those that have ended. */
function cpuOfServer(first: number): number {
  const own = figuresOf(first);
  let sum = own === null ? 0 : own.cpu_ms + own.reaped_ms;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/u.test(name)) continue;
    const figures = figuresOf(Number(name));
    if (figures?.parent === first) sum += figures.cpu_ms;
  }
  return sum;
}

export interface Sample {
  readonly central_ms: number;
  readonly database_ms: number;
  readonly generator_ms: number;
}

export interface Probe {
  /** CPU used so far by each. */
  cpu(central_pid: number): Sample;
  /** Connections of the database that is under load, this one left out. */
  connections(): Promise<number>;
  close(): Promise<void>;
}

export async function openProbe(database_url: string | null): Promise<Probe> {
  const client = database_url === null ? null : new Client({ connectionString: database_url });
  // A server that is stopped says so on every connection.
  client?.on('error', () => undefined);
  await client?.connect();
  const asked = await client?.query<{ pid: number }>('select pg_backend_pid() as pid');
  const server = figuresOf(asked?.rows[0]?.pid ?? 0)?.parent ?? 0;
  return {
    cpu: (central_pid) => {
      const { user, system } = process.cpuUsage();
      return {
        central_ms: figuresOf(central_pid)?.cpu_ms ?? Number.NaN,
        database_ms: server === 0 ? 0 : cpuOfServer(server),
        generator_ms: (user + system) / 1000,
      };
    },
    connections: async () => {
      const answer = await client?.query<{ n: number }>(
        'select count(*)::int as n from pg_stat_activity where datname = current_database()',
      );
      return (answer?.rows[0]?.n ?? 1) - 1;
    },
    close: async () => {
      await client?.end();
    },
  };
}

const METRIC = /^(\w+)(?:\{[^}]*\})? ([-+\d.eE]+|NaN)$/u;

/** Central's own figures, summed over their labels. */
export async function readMetrics(url: string): Promise<ReadonlyMap<string, number>> {
  const sums = new Map<string, number>();
  const answer = await fetch(`${url}/metrics`, {
    headers: { authorization: `Bearer ${METRICS_TOKEN}` },
    signal: AbortSignal.timeout(20_000),
  });
  for (const line of (await answer.text()).split('\n')) {
    const [, name, value] = METRIC.exec(line) ?? [];
    if (name !== undefined) sums.set(name, (sums.get(name) ?? 0) + Number(value));
  }
  return sums;
}
