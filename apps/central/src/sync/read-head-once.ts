import { readHead } from '../ledger/index.ts';
import type { TenantHeadTable } from '../storage/database.ts';
import type { Store } from '../storage/store.ts';

interface Reading {
  readonly now: Promise<TenantHeadTable>;
  /** The read that begins when the one under way is over. */
  next: Promise<TenantHeadTable> | null;
}

const readings = new WeakMap<Store, Map<string, Reading>>();

/**
 * The tenant's head, read after this was called, never before: who has just been told of a version finds it. However many ask, at most
 * two reads are under way: whoever comes during one shares the one after it.
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
