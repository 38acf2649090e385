import { parseArgs } from 'node:util';

export const STATION_APPS = ['receivebridge', 'shipbridge'] as const;
export type StationApp = (typeof STATION_APPS)[number];
type Part = 'central' | StationApp;

export interface StartOptions {
  readonly parts: readonly Part[];
  readonly data: string;
  /** A central elsewhere; null: one of our own. */
  readonly central: string | null;
  /** Port of central; the stations take the two after it. 0: any free ones. */
  readonly port: number;
  readonly demo: boolean;
  readonly open: boolean;
  /** Ask for the pairing code of a station that joins a central elsewhere. */
  readonly pair: boolean;
}

export const HELP = `npm start -- [central | receivebridge | shipbridge] [options]

Brings up central, its console and both stations, or the one app that is named.

  --data DIR      where everything is kept (default: data)
  --central URL   stations sync with that central; none is started here
  --pair          ask for the pairing code from that central's console (needed once); also read from
                  SERIALBRIDGE_PAIRING_CODE, so that no list of processes shows it
  --listen PORT   central's port; the stations take the two after it (default: 7380; 0: any free ones)
  --no-demo       start empty: no demo data
  --no-open       open no window, only say where everything is
`;

/** Reads the command line. Throws an Error with one clear line. */
export function readArguments(args: readonly string[]): StartOptions | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      data: { type: 'string', default: 'data' },
      central: { type: 'string' },
      pair: { type: 'boolean', default: false },
      listen: { type: 'string', default: '7380' },
      'no-demo': { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const port = Number(values.listen);
  if (!Number.isInteger(port) || port < 0 || port > 65_533)
    throw new Error(`--listen takes a port number, not "${values.listen}".`);
  const known: readonly string[] = ['central', ...STATION_APPS];
  const unknown = positionals.filter((one) => !known.includes(one));
  if (values.pair && unknown.length === 1)
    throw new Error('--pair takes no code: it asks for it, so that no list of processes shows it.');
  if (unknown.length > 0)
    throw new Error(
      `There is no app "${unknown.join('", "')}": name central, receivebridge or shipbridge, or none for all.`,
    );
  if (values.central !== undefined && !URL.canParse(values.central))
    throw new Error(`--central takes an address like https://central.example, not "${values.central}".`);
  const named = positionals as Part[];
  const all: readonly Part[] = values.central === undefined ? ['central', ...STATION_APPS] : STATION_APPS;
  return {
    parts: named.length > 0 ? named : all,
    data: values.data,
    central: values.central ?? null,
    port,
    demo: !values['no-demo'] && values.central === undefined,
    open: !values['no-open'],
    pair: values.pair,
  };
}
