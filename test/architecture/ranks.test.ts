import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { violationsOf } from './ranks.ts';

const sources = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'packages', 'apps'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /\.tsx?$/.test(file));

test('architecture.ranks: no source file imports what its rank forbids', () => {
  expect(sources.length).toBeGreaterThan(50);
  expect(sources.flatMap((file) => violationsOf(file, readFileSync(file, 'utf8')))).toEqual([]);
});

test.each([
  ['packages/core/src/serial/x.ts', "import { readFileSync } from 'node:fs';"],
  ['packages/core/src/serial/x.ts', "import type { Envelope } from '@serialbridge/protocol';"],
  ['packages/ui/src/x.ts', "import { openCache } from '@serialbridge/cache';"],
  ['packages/cache/src/x.ts', "export { serve } from '@serialbridge/station';"],
  ['packages/station/src/x.ts', "const shell = await import('@serialbridge/shell');"],
  ['packages/station/src/x.ts', "import { app } from 'electron';"],
  ['packages/station/src/x.ts', "import { rows } from '@serialbridge/testing';"],
  ['apps/shipbridge/src/x.ts', "import { screen } from '@serialbridge/receivebridge';"],
  ['packages/client/src/x.ts', "import '../../../packages/cache/src/index.ts';"],
])('architecture.ranks: a planted import in %s is found: %s', (file, text) => {
  expect(violationsOf(file, `${text}\n`)).toHaveLength(1);
});

test.each([
  ['packages/station/src/x.ts', "import { a } from '@serialbridge/cache';"],
  ['packages/shell/src/main.ts', "import { app } from 'electron';"],
  ['apps/receivebridge/src/main.ts', "import { app } from 'electron';"],
  ['packages/core/src/x.test.ts', "import { rows } from '@serialbridge/testing';"],
])('architecture.ranks: an allowed import in %s passes: %s', (file, text) => {
  expect(violationsOf(file, text)).toEqual([]);
});
