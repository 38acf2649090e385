import type { Store } from '../storage/store/store.ts';

/** What is kept of a credential; never the secret. */
export interface KnownCredential {
  readonly secret_hash: string;
  readonly revoked_at: number | null;
  /** What the station's batches are signed with since its last pairing. Null: it was paired before there were keys. */
  readonly public_key: string | null;
}

/**
 * How long a credential that was read is believed. A revocation in this process is known at once; one made by another process on the
 * same database is known after so long at the latest.
 */
const CREDENTIAL_AGE_MS = 5000;
const MOST = 20_000;

interface Kept {
  readonly credential: KnownCredential;
  readonly read_at: number;
}

interface Cache {
  readonly kept: Map<string, Kept>;
  /** Counts revocations and pairings: what was being read meanwhile is not kept. */
  changes: number;
  readonly listeners: Set<(station_id: string) => void>;
}

const caches = new WeakMap<Store, Cache>();

function cacheOf(store: Store): Cache {
  let cache = caches.get(store);
  if (cache === undefined) {
    cache = { kept: new Map(), changes: 0, listeners: new Set() };
    caches.set(store, cache);
  }
  return cache;
}

const keyOf = (tenant_id: string, station_id: string): string => `${tenant_id} ${station_id}`;

async function readStored(store: Store, tenant_id: string, station_id: string): Promise<KnownCredential | undefined> {
  const found = await store.db
    .selectFrom('station_credential')
    .select(['secret_hash', 'revoked_at', 'key_id'])
    .where('tenant_id', '=', tenant_id)
    .where('station_id', '=', station_id)
    .executeTakeFirst();
  if (found === undefined) return undefined;
  const { secret_hash, revoked_at, key_id } = found;
  const key = await store.db
    .selectFrom('station_key')
    .select('public_key')
    .where('tenant_id', '=', tenant_id)
    .where('station_id', '=', station_id)
    // Before credentials named their key, the newest one was that of the present pairing.
    .$if(key_id !== null, (query) => query.where('key_id', '=', key_id))
    .orderBy('created_at', 'desc')
    .orderBy('key_id')
    .limit(1)
    .executeTakeFirst();
  return { secret_hash, revoked_at, public_key: key?.public_key ?? null };
}

/** The credential of a station as it stands in the database or stood there moments ago. Undefined: there is none; that is not kept. */
export async function readCredential(
  store: Store,
  tenant_id: string,
  station_id: string,
  now: number = performance.now(),
): Promise<KnownCredential | undefined> {
  const cache = cacheOf(store);
  const key = keyOf(tenant_id, station_id);
  const found = cache.kept.get(key);
  if (found !== undefined && now - found.read_at < CREDENTIAL_AGE_MS) return found.credential;
  const { changes } = cache;
  const credential = await readStored(store, tenant_id, station_id);
  cache.kept.delete(key);
  if (credential === undefined || changes !== cache.changes) return credential;
  cache.kept.set(key, { credential, read_at: now });
  // The oldest comes first: each is put anew when it is read anew.
  for (const oldest of cache.kept.keys()) {
    if (cache.kept.size <= MOST) break;
    cache.kept.delete(oldest);
  }
  return credential;
}

/** Call after the commit that revoked a credential or gave a new one. */
export function forgetCredential(store: Store, tenant_id: string, station_id: string): void {
  const cache = cacheOf(store);
  cache.changes += 1;
  cache.kept.delete(keyOf(tenant_id, station_id));
  for (const listener of cache.listeners) listener(station_id);
}

/** Calls `listener` with the station whose credential was revoked or replaced. @returns the function that ends it */
export function onCredentialGone(store: Store, listener: (station_id: string) => void): () => void {
  const { listeners } = cacheOf(store);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
