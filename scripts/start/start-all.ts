import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seedWork } from '../demo/seed-work.ts';
import { newPairingCode } from '../demo/load-demo.ts';
import type { StartOptions, StationApp } from './arguments.ts';
import { askPairingCode } from './ask-pairing-code.ts';
import { findElectron } from './find-electron.ts';
import { type OwnCentral, startOwnCentral } from './start-central.ts';
import { startStation, STATIONS } from './start-station.ts';

/** Which stations of this data folder are paired, so that the next start does not make new ones. */
type KnownStations = Readonly<Partial<Record<StationApp, { readonly name: string }>>>;

const fileOf = (data: string): string => join(data, 'stations.json');

function readKnownStations(data: string): KnownStations {
  return existsSync(fileOf(data)) ? (JSON.parse(readFileSync(fileOf(data), 'utf8')) as KnownStations) : {};
}

function writeKnownStations(data: string, known: KnownStations): void {
  writeFileSync(fileOf(data), `${JSON.stringify(known, null, 2)}\n`);
}

export interface Running {
  /** Lines that say where everything is. */
  readonly where: readonly string[];
  /** What a browser should open. */
  readonly urls: readonly string[];
  /** True if central holds the demo, whose people and passwords may be shown. */
  readonly has_demo: boolean;
  /** What central says to whoever started it. */
  readonly says: readonly string[];
  /** Why there are no Electron windows; null where there are, or none were wanted. */
  readonly no_windows: string | null;
  stop(): Promise<void>;
}

/** A pairing code for a station that is not paired yet: made in our own central, or given for one elsewhere. */
async function pairingCode(app: StationApp, own: OwnCentral | null, options: StartOptions): Promise<string | null> {
  if (readKnownStations(options.data)[app] !== undefined) return null;
  const { name, kind } = STATIONS[app];
  return own?.admin ? newPairingCode(own.admin, name, kind) : askPairingCode(name, options);
}

/** Brings up the parts that were asked for, one after the other; if one fails, those before it are stopped again. */
export async function startAll(options: StartOptions, say: (line: string) => void): Promise<Running> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const one of stops.splice(0).toReversed()) await one();
  };
  const where: string[] = [];
  const urls: string[] = [];
  const apps = options.parts.filter((part) => part !== 'central');
  try {
    const own = options.parts.includes('central') ? await startOwnCentral({ ...options, say }) : null;
    const says = [...(own?.says ?? [])];
    if (own !== null) {
      stops.push(() => own.process.stop());
      where.push(`  Console        ${own.url}   (${own.engine})`, `  API            ${own.url}/docs`);
      urls.push(own.url);
    }
    const electron = options.open && apps.length > 0 ? findElectron() : null;
    for (const app of apps) {
      const { title, name, port_after } = STATIONS[app];
      const pairing_code = await pairingCode(app, own, options);
      const station = await startStation({
        app,
        data: options.data,
        central_url: own?.url ?? options.central,
        pairing_code,
        simulated: options.demo,
        port: options.port === 0 ? 0 : options.port + port_after,
        electron: electron !== null && 'binary' in electron ? electron.binary : null,
        say,
      });
      stops.push(() => station.stop());
      where.push(`  ${title.padEnd(15)}${station.url ?? 'in its own window'}`);
      if (station.url !== null) urls.push(station.url);
      if (own?.fresh === true && app === 'receivebridge' && station.contract_url !== null)
        await seedWork(station.contract_url, say);
      if (pairing_code !== null)
        writeKnownStations(options.data, { ...readKnownStations(options.data), [app]: { name } });
    }
    const known = readKnownStations(options.data);
    if (own !== null && apps.some((app) => known[app] === undefined))
      says.push('A station asks for a pairing code when it is opened: make it in the console, under Stations.');
    const has_demo = own !== null && own.admin !== null;
    return {
      where,
      urls,
      has_demo,
      says,
      no_windows: electron !== null && 'absent' in electron ? electron.absent : null,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
