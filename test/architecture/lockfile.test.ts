import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Lock {
  readonly packages: Readonly<Record<string, { readonly resolved?: string; readonly link?: boolean }>>;
}

test('architecture.lockfile: no download address is written down, so that any registry mirror can serve it', () => {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
  const pinned = Object.entries(lock.packages).filter(
    ([, entry]) => entry.resolved !== undefined && entry.link !== true,
  );
  expect(pinned.map(([name]) => name)).toEqual([]);
});

test('architecture.lockfile: every dependency is pinned to one version', () => {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, Record<string, Record<string, string>>>;
  };
  const loose = Object.entries(lock.packages)
    .filter(([path]) => !path.includes('node_modules'))
    .flatMap(([path, entry]) =>
      ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
        Object.entries(entry[kind] ?? {}).map(([name, range]) => ({ path, name, range })),
      ),
    )
    .filter(({ name, range }) => !name.startsWith('@serialbridge/') && !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(range));
  expect(loose).toEqual([]);
});

test('architecture.lockfile: every platform package that a package names is locked, or npm ci fails where npm install is silent', () => {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>;
  };
  const locked = Object.keys(lock.packages);
  const absent = Object.entries(lock.packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !locked.some((one) => one.endsWith(`node_modules/${name}`)))
      .map((name) => `${path} → ${name}`),
  );
  expect(absent).toEqual([]);
});
