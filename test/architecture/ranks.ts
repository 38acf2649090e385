/** Who may import whom (README, "The map"): a package imports only lower ranks; apps never each other; tests also `testing`. */
export const RANKS: Readonly<Record<string, number>> = {
  core: 0,
  protocol: 1,
  client: 2,
  devices: 2,
  cache: 2,
  ui: 3,
  station: 4,
  shell: 5,
  receivebridge: 6,
  shipbridge: 6,
  central: 6,
  console: 6,
};

/** `ui` runs in a browser: of the lower ranks it may only use those that do too. */
const UI_MAY_IMPORT = new Set(['core', 'protocol', 'client', 'ui']);
/** The only places that may import electron. */
const ELECTRON_HOMES = [/^packages\/shell\//, /^apps\/[^/]+\/src\/main\.ts$/];
const CORE_MAY_IMPORT = new Set(['zod']);

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^;]*?from\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g;

export interface Violation {
  readonly file: string;
  readonly imports: string;
  readonly why: string;
}

/** Every import in a file's text, as written. */
export function importsOf(text: string): readonly string[] {
  return [...text.matchAll(IMPORT)].map((m) => m[1] ?? m[2] ?? m[3] ?? '');
}

function whyForbidden(file: string, home: string, target: string): string | null {
  if (target === 'electron')
    return ELECTRON_HOMES.some((place) => place.test(file)) ? null : 'only the shell imports electron';
  const inside = /^@serialbridge\/([^/]+)/.exec(target)?.[1];
  const isTest = /\.test\.tsx?$/.test(file) || home === 'testing';
  if (inside === undefined) {
    const outside = home === 'core' && !isTest && !target.startsWith('.') && !CORE_MAY_IMPORT.has(target);
    return outside ? 'core is pure: no Node, no framework' : null;
  }
  if (inside === home) return null;
  if (inside === 'testing') return isTest ? null : 'only tests import testing';
  if (home === 'testing') return null;
  const from = RANKS[home];
  const to = RANKS[inside];
  if (from === undefined || to === undefined) return `no rank is set for ${from === undefined ? home : inside}`;
  if (isTest) return null;
  if (home === 'ui' && !UI_MAY_IMPORT.has(inside))
    return 'ui runs in a browser and imports core, protocol and client only';
  return to < from ? null : `rank ${from} may not import rank ${to}`;
}

/** Judges one source file; `file` is relative to the repository, with forward slashes. */
export function violationsOf(file: string, text: string): readonly Violation[] {
  const home = /^(?:packages|apps)\/([^/]+)\//.exec(file)?.[1];
  if (home === undefined) return [];
  return importsOf(text).flatMap((imports) => {
    const escapes = imports.startsWith('..') && /(?:^|\/)(?:packages|apps)\//.test(imports);
    const why = escapes ? 'reaches into another package by path' : whyForbidden(file, home, imports);
    return why === null ? [] : [{ file, imports, why }];
  });
}
