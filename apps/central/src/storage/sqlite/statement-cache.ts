import type { Statement } from 'better-sqlite3';
import type { Handle } from './sqlite-handles.ts';

const MOST = 400;
const caches = new WeakMap<Handle, Map<string, Statement>>();

/** A prepared statement of this handle; preparing costs more than most of them take to run. */
export function prepared(handle: Handle, text: string): Statement {
  let cache = caches.get(handle);
  if (cache === undefined) {
    cache = new Map();
    caches.set(handle, cache);
  }
  let statement = cache.get(text);
  if (statement === undefined) {
    if (cache.size >= MOST) cache.clear();
    statement = handle.prepare(text);
    cache.set(text, statement);
  }
  return statement;
}
