import { expect, test } from 'vitest';
import { circlesIn, fileGraph, folderGraph } from './circles.ts';
import { productFiles, readAll } from './sources.ts';

const product = readAll(productFiles());

test('architecture.circles: no file imports itself by way of others, not even for a type', () => {
  expect(product.size).toBeGreaterThan(300);
  expect(circlesIn(fileGraph(product))).toEqual([]);
});

test('architecture.circles: no folder imports itself by way of others', () => {
  expect(circlesIn(folderGraph(product))).toEqual([]);
});

const planted = new Map([
  ['packages/x/src/a/one.ts', "import type { Two } from './two.ts';"],
  ['packages/x/src/a/two.ts', "export type Two = import('../b/three.ts').Three;"],
  ['packages/x/src/a/zero.ts', "import { one } from './one.ts';"],
  ['packages/x/src/b/three.ts', "export { four } from './four.ts';\nimport('../a/one.ts');"],
  ['packages/x/src/b/four.ts', "import { five } from '../c/five.ts';"],
  ['packages/x/src/c/five.ts', "import type { Zero } from '../a/zero.ts';"],
]);

test('architecture.circles: a planted circle of files is found, type-only imports and all', () => {
  const files = new Map(
    [...planted].filter(([file]) => !file.endsWith('five.ts')).map(([file, text]) => [file, text] as const),
  );
  expect(circlesIn(fileGraph(files))).toEqual([
    ['packages/x/src/a/one.ts', 'packages/x/src/a/two.ts', 'packages/x/src/b/three.ts'],
  ]);
});

test('architecture.circles: a planted circle of folders is found where no file is in one', () => {
  const files = new Map([...planted].filter(([file]) => /(?:zero|four|five)\.ts$/.test(file)));
  files.set('packages/x/src/a/six.ts', "import { four } from '../b/four.ts';");
  expect(circlesIn(fileGraph(files))).toEqual([]);
  expect(circlesIn(folderGraph(files))).toEqual([['packages/x/src/a', 'packages/x/src/b', 'packages/x/src/c']]);
});
