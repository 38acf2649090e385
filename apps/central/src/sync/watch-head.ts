import type { HeadHint } from '@serialbridge/protocol';
import { publishHead, readHead, subscribeHead } from '../ledger/index.ts';
import type { Store } from '../storage/store/store.ts';
import type { TenantHeadTable } from '../storage/store/database.ts';

interface Reading {
  readonly now: Promise<TenantHeadTable>;
  /** The read that begins when the one under way is over. */
  next: Promise<TenantHeadTable> | null;
}

const readings = new WeakMap<Store, Map<string, Reading>>();

/**
 * The tenant's head, read after this was called and never before. So a caller that has just learned of a version finds it. At most two reads are
 * under way, however many callers ask: those that come during one share the next one.
 * @throws UnknownTenant
 */
export function readHeadOnce(store: Store, tenant_id: string): Promise<TenantHeadTable> {
  const all = readings.get(store) ?? new Map<string, Reading>();
  readings.set(store, all);
  const begin = (): Promise<TenantHeadTable> => {
    const reading: Reading = { now: readHead(store.db, tenant_id), next: null };
    all.set(tenant_id, reading);
    const over = (): void => {
      if (reading.next === null && all.get(tenant_id) === reading) all.delete(tenant_id);
    };
    reading.now.then(over, over);
    return reading.now;
  };
  const under = all.get(tenant_id);
  if (under === undefined) return begin();
  under.next ??= under.now.then(begin, begin);
  return under.next;
}

const POLL_MS = 1000;

interface Watch {
  listeners: number;
  last: number;
  stop(): void;
}
const watches = new WeakMap<Store, Map<string, Watch>>();

/** On PostgreSQL another process may write: one look a second per tenant that anybody listens to. SQLite has this process only. */
function watch(store: Store, tenant_id: string): Watch {
  const started: Watch = { listeners: 0, last: -1, stop: () => undefined };
  if (store.engine === 'sqlite') return started;
  const look = async (): Promise<void> => {
    try {
      const head = await readHead(store.db, tenant_id);
      if (started.last !== -1 && head.version !== started.last) publishHead(store, tenant_id, head);
      started.last = head.version;
    } catch (error) {
      store.logger.warn({ err: error, tenant_id }, 'the head could not be read for hints');
    }
  };
  const timer = setInterval(() => void look(), POLL_MS);
  timer.unref();
  started.stop = () => {
    clearInterval(timer);
  };
  return started;
}

/**
 * Calls `listener` whenever the tenant's head moved, soon after the commit. Never needed for correctness.
 * @returns the function that ends it
 */
export function hints(store: Store, tenant_id: string, listener: (hint: HeadHint) => void): () => void {
  const all = watches.get(store) ?? new Map<string, Watch>();
  watches.set(store, all);
  const mine = all.get(tenant_id) ?? watch(store, tenant_id);
  all.set(tenant_id, mine);
  mine.listeners += 1;
  const end = subscribeHead(store, tenant_id, (hint) => {
    mine.last = hint.version;
    listener(hint);
  });
  let ended = false;
  return () => {
    if (ended) return;
    ended = true;
    end();
    mine.listeners -= 1;
    if (mine.listeners > 0) return;
    mine.stop();
    all.delete(tenant_id);
  };
}
