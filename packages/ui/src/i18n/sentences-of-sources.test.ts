/// <reference types="vite/client" />
import { describe, expect, it } from 'vitest';
import { loadSentences } from './create-i18n.ts';

type Sources = Readonly<Record<string, string>>;
/** What a screen can come to show: its own sources, and those of everything that a station's host says to it. */
const SOURCES: Sources = {
  ...import.meta.glob<string>('../../../{core,protocol,station,devices,cache,client,ui}/src/**/*.{ts,tsx}', {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
  ...import.meta.glob<string>('../../../../apps/{receivebridge,shipbridge,console}/src/renderer/**/*.{ts,tsx}', {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
};
const OTHERS = /\.test\.tsx?$|\/(?:testing|fixtures|emulators)\//u;
const FAMILIES =
  'auth|case|central|code|console|device|gs1|held|host|ops|packing|pairing|receivebridge|receiving|scan|serial|serial-entry|shipbridge|station|sync|tracking|ui|unit';
/** An id as it stands in the sources: `family.words-with-dashes`. Methods and columns have underscores, keys of options stand in policy.json. */
const ID = new RegExp(`'((?:${FAMILIES})\\.[a-z0-9][a-z0-9.-]*)'`, 'gu');

/** Looks like an id and is none: a column, a file, a topic's method, a note's key, a group of options, an error that only programs meet. */
const NO_IDS = new Set([
  'case.rule',
  'case.state',
  'host.js',
  'host.log',
  'ops.db',
  'packing.scan-and-ship',
  'serial.documents',
  'serial.general',
  'station.admin',
  'station.diagnostics',
  'station.general',
  'station.kind',
  'station.name',
  'station.operator',
  'station.pair',
]);
const METHODS = /^(?:station|receiving|packing|scan)\.[a-z]+$/u;

const english = loadSentences()['en'] ?? {};
const ids = Object.keys(english);
const whole = new Set(ids.flatMap((id) => [id, id.replace(/_(?:zero|one|other)$/u, '')]));
/** `t('console.entity')` with a rest added to it: some sentence must begin so. */
const isBeginning = (id: string): boolean => ids.some((one) => one.startsWith(id.endsWith('.') ? id : `${id}.`));

describe('sentences', () => {
  it('every id in the sources of screens and hosts has its English sentence', () => {
    const missing = new Set<string>();
    for (const [path, source] of Object.entries(SOURCES)) {
      if (OTHERS.test(path)) continue;
      for (const [, id = ''] of source.matchAll(ID)) {
        if (whole.has(id) || NO_IDS.has(id) || METHODS.test(id) || isBeginning(id)) continue;
        missing.add(`${id} in ${path.replaceAll('../', '')}`);
      }
    }
    expect([...missing].toSorted()).toEqual([]);
  });

  it('sees the sources at all', () => {
    const seen = Object.entries(SOURCES).flatMap(([path, source]) =>
      OTHERS.test(path) ? [] : [...source.matchAll(ID)].map(([, id = '']) => id),
    );
    for (const id of ['serial.length', 'device.silent', 'ops.disk-full', 'sync.unreachable', 'packing.packed'])
      expect(seen).toContain(id);
  });

  it('every blank is written as {{name}}', () => {
    expect(Object.entries(english).filter(([, text]) => /(?<!\{)\{[a-z_]+\}(?!\})/iu.test(text))).toEqual([]);
  });
});
