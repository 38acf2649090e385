import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CARRIER_LABELS } from './rows/carrier-labels.ts';
import { GS1_LABELS } from './rows/gs1-labels.ts';
import { KNOWN_TEXTS } from './rows/known-texts.ts';
import { ORDINARY_SERIALS } from './rows/ordinary-serials.ts';
import { OTHER_TEXTS } from './rows/other-texts.ts';
import { PRODUCT_CODES } from './rows/product-codes.ts';
import { SUPPLIER_LABELS } from './rows/supplier-labels.ts';
import { WRONG_LETTERS } from './rows/wrong-letters.ts';
import type { CodeRow, Step } from './support/code-row.ts';
import { CodeStation, type App } from './support/code-station.ts';
import { faultsOf, tableLine } from './support/judge-row.ts';

const APPS: readonly App[] = ['receivebridge', 'shipbridge'];
const STEPS: readonly Step[] = ['list', 'document', 'serial', 'pattern', 'known', 'tracking'];
const SETS: Readonly<Record<string, readonly CodeRow[]>> = {
  'ordinary serials': ORDINARY_SERIALS,
  'GS1 labels': GS1_LABELS,
  'product codes': PRODUCT_CODES,
  'letters of a wrong keyboard': WRONG_LETTERS,
  "suppliers' labels": SUPPLIER_LABELS,
  'other texts': OTHER_TEXTS,
  "carriers' labels": CARRIER_LABELS,
  'what is known here': KNOWN_TEXTS,
};

const stations = new Map<string, CodeStation>();
const lines: string[] = [];
beforeAll(async () => {
  for (const app of APPS)
    for (const step of STEPS)
      if (step !== 'tracking' || app === 'shipbridge') stations.set(`${app} ${step}`, await CodeStation.at(app, step));
});
afterAll(async () => {
  for (const station of stations.values()) await station.end();
  // `CODES_TABLE=codes.txt npx vitest run --project sqlite test/codes` writes down what the stations said of each code.
  const file = process.env['CODES_TABLE'];
  if (file !== undefined) writeFileSync(file, `${lines.join('\n')}\n`);
});

test('codes: the table is as long as it says, and no code stands in it twice', () => {
  const rows = Object.values(SETS).flat();
  expect(rows.length).toBeGreaterThanOrEqual(170);
  expect(ORDINARY_SERIALS.length).toBeGreaterThanOrEqual(50);
  const keys = rows.map(({ sent, steps, via }) => JSON.stringify([sent, steps, via]));
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
});

describe.each(Object.entries(SETS))('%s', (_, rows) => {
  test.each(rows.map((row) => [row.name, row] as const))('code: %s', async (__, row) => {
    const faults: string[] = [];
    for (const app of APPS)
      for (const step of row.steps) {
        const station = stations.get(`${app} ${step}`);
        if (station === undefined) continue;
        const said = await station.scan(row);
        const found = faultsOf(row, app, said);
        faults.push(...found.map((fault) => `${app}, ${step}: ${fault}; said: ${said.sentences.join(' / ')}`));
        lines.push(tableLine(row, app, step, said, found));
      }
    expect(faults).toEqual([]);
  });
});
