import { parseArgs } from 'node:util';

export interface LoadOptions {
  readonly stations: number;
  readonly tenants: number;
  /** Of a station at work, at the real pace; the steps play it faster. */
  readonly events_per_hour: number;
  /** How long each step of the rate lasts. */
  readonly minutes: number;
  /** How many times faster than in earnest each step is. */
  readonly paces: readonly number[];
  readonly engine: 'postgres' | 'sqlite';
  readonly seed: number;
  /** Stations whose first copy is a whole snapshot; the others begin at the head. */
  readonly snapshots: number;
  /** Stations that come back with 2,000 to 10,000 events each. */
  readonly returning: number;
  /** Central is away for so long in the reconnect storm; 0: no storm. */
  readonly outage_s: number;
  /** Folder for a CPU profile of central. */
  readonly profile: string | null;
  readonly json: string | null;
}

export const HELP = `npm run load [-- options]   many stations against one central (exit 1 if an event was lost or doubled)
  --stations N           stations (1000)
  --tenants T            tenants that they are spread over (1)
  --events-per-hour N    events of one station in an hour at the real pace (120)
  --minutes N            how long each step of the rate lasts (0.5)
  --paces A,B,…          how many times the real pace each step is (1,3,6,12,24,48); it stops at the first that central cannot take
  --engine E             postgres (default; a cluster of its own) or sqlite
  --snapshots K          K stations take a whole snapshot first (0)
  --returning K          K stations come back with 2,000 to 10,000 events each (10)
  --outage S             seconds that central is away before all come back at once (10; 0: no storm)
  --seed N               what everything is drawn from (1)
  --cpu-prof DIR         write a CPU profile of central there
  --json FILE            also write the figures there
`;

const number = (name: string, text: string, least: number): number => {
  const value = Number(text);
  if (!Number.isFinite(value) || value < least) throw new RangeError(`--${name} takes a number from ${least} on`);
  return value;
};

/** @returns null when help is asked for. @throws RangeError, TypeError with one sentence */
export function readOptions(args: readonly string[]): LoadOptions | null {
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    options: {
      stations: { type: 'string', default: '1000' },
      tenants: { type: 'string', default: '1' },
      'events-per-hour': { type: 'string', default: '120' },
      minutes: { type: 'string', default: '0.5' },
      paces: { type: 'string', default: '1,3,6,12,24,48' },
      engine: { type: 'string', default: 'postgres' },
      snapshots: { type: 'string', default: '0' },
      returning: { type: 'string', default: '10' },
      outage: { type: 'string', default: '10' },
      seed: { type: 'string', default: '1' },
      'cpu-prof': { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const { engine } = values;
  if (engine !== 'postgres' && engine !== 'sqlite') throw new RangeError('--engine takes postgres or sqlite');
  const stations = number('stations', values.stations, 1);
  return {
    stations,
    tenants: Math.min(number('tenants', values.tenants, 1), stations),
    events_per_hour: number('events-per-hour', values['events-per-hour'], 1),
    minutes: number('minutes', values.minutes, 0.01),
    paces: values.paces.split(',').map((one) => number('paces', one, 0.1)),
    engine,
    seed: number('seed', values.seed, 0),
    snapshots: Math.min(number('snapshots', values.snapshots, 0), stations),
    returning: Math.min(number('returning', values.returning, 0), stations),
    outage_s: number('outage', values.outage, 0),
    profile: values['cpu-prof'] ?? null,
    json: values.json ?? null,
  };
}
