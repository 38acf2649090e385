import type { HeadHint } from '@serialbridge/protocol';
import { publishHead, readHead, subscribeHead } from '../ledger/index.ts';
import type { Store } from '../storage/store.ts';

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
