import { posix } from 'node:path';
import { importsOf, targetOf } from './sources.ts';

/**
 * Rooms inside a package or app, lowest first: a room imports only itself and rooms before it (resources/docs/ARCHITECTURE.md).
 * Files that stand in `src` itself are the ground that every room may use, but for the face and the entries, which use every room.
 */
export const ROOMS: Readonly<Record<string, readonly string[]>> = {
  'apps/central': [
    'storage',
    'audit',
    'ledger',
    'files',
    'auth',
    'api',
    'records',
    'sync',
    'recovery',
    'server',
    'cli',
  ],
  'packages/station': [
    'contract',
    'sync',
    'operators',
    'devices',
    'work',
    'scan',
    'receiving',
    'packing',
    'services',
    'host',
  ],
};

const GROUND = -1;
const TOP = 1000;
const isFace = (name: string): boolean => /^(?:index|main|host)\.tsx?$/.test(name);

function rankOf(rooms: readonly string[], path: string): number | null {
  const [first = '', ...rest] = path.split('/');
  if (rest.length === 0) return isFace(first) ? TOP : GROUND;
  const rank = rooms.indexOf(first);
  return rank === -1 ? null : rank;
}

export interface Upward {
  readonly file: string;
  readonly imports: string;
  readonly why: string;
}

/** Imports of a file that go up from its room, and files in a room that nobody has named. */
export function upwardImports(file: string, text: string): readonly Upward[] {
  const home = /^(?:packages|apps)\/[^/]+/.exec(file)?.[0] ?? '';
  const rooms = ROOMS[home];
  const inside = `${home}/src/`;
  if (rooms === undefined || !file.startsWith(inside)) return [];
  const from = rankOf(rooms, file.slice(inside.length));
  if (from === null) return [{ file, imports: '', why: `${posix.dirname(file)} is in no room of ${home}` }];
  return importsOf(text).flatMap((imports) => {
    const target = targetOf(file, imports);
    if (target === null || !target.startsWith(inside)) return [];
    const to = rankOf(rooms, target.slice(inside.length));
    return to !== null && to <= from ? [] : [{ file, imports, why: 'a room imports only rooms below it' }];
  });
}
