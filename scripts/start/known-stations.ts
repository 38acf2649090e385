import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StationApp } from './arguments.ts';

/** Which stations of this data folder are paired, so that the next start does not make new ones. */
export type KnownStations = Readonly<Partial<Record<StationApp, { readonly name: string }>>>;

const fileOf = (data: string): string => join(data, 'stations.json');

export function readKnownStations(data: string): KnownStations {
  return existsSync(fileOf(data)) ? (JSON.parse(readFileSync(fileOf(data), 'utf8')) as KnownStations) : {};
}

export function writeKnownStations(data: string, known: KnownStations): void {
  writeFileSync(fileOf(data), `${JSON.stringify(known, null, 2)}\n`);
}
