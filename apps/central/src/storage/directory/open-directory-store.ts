import type { Kysely } from 'kysely';
import type { Database } from '../database.ts';
import { openPostgresStore } from '../postgres/open-postgres-store.ts';
import type { NamedStore, Store, StoreLogger, WriteTx } from '../store.ts';
import { TenantUnavailable } from './tenant-unavailable.ts';

/** A PostgreSQL server behind this central, by a name that stays when its address changes. */
export interface DatabaseServer {
  readonly name: string;
  readonly url: string;
}

/** A tenant's place is read again after so long: another process may have moved it. Writes to an old copy are refused at once. */
const KEPT_MS = 5_000;

interface Place {
  readonly server: string;
  readonly read_at: number;
}

/**
 * One store over several PostgreSQL servers, each tenant whole on one of them. The first server (home) has the directory; what belongs to
 * no tenant is asked there. A server that does not answer keeps nobody but its own tenants waiting, at the start too.
 */
export async function openDirectoryStore(
  databases: readonly [DatabaseServer, ...DatabaseServer[]],
  data_dir: string,
  logger: StoreLogger,
): Promise<Store> {
  const [first] = databases;
  const home = await openPostgresStore(first.url, data_dir, logger);
  const opened = new Map<string, Promise<Store>>([[first.name, Promise.resolve(home)]]);
  const places = new Map<string, Place>();

  const open = (name: string): Promise<Store> => {
    const known = opened.get(name);
    if (known !== undefined) return known;
    const server = databases.find((one) => one.name === name);
    if (server === undefined) return Promise.reject(new TenantUnavailable(`There is no database server ${name}.`));
    const opening = openPostgresStore(server.url, data_dir, logger).then(
      (store) => fenced(store, places),
      (error: unknown) => {
        // The next call tries again.
        opened.delete(name);
        logger.error({ err: error, server: name }, 'a database server does not answer');
        throw new TenantUnavailable(`The database server ${name} does not answer.`, { cause: error });
      },
    );
    opened.set(name, opening);
    return opening;
  };
  const homeFenced = fenced(home, places);
  opened.set(first.name, Promise.resolve(homeFenced));
  // Their schemas are brought up to date now if they answer.
  await Promise.allSettled(databases.map(({ name }) => open(name)));

  const placeOf = async (tenant_id: string): Promise<string> => {
    const kept = places.get(tenant_id);
    if (kept !== undefined && Date.now() - kept.read_at < KEPT_MS) return kept.server;
    const row = await home.db
      .selectFrom('tenant_directory')
      .select('server')
      .where('tenant_id', '=', tenant_id)
      .executeTakeFirst();
    // Tenants from before there was a directory are at home.
    const server = row?.server ?? first.name;
    places.set(tenant_id, { server, read_at: Date.now() });
    return server;
  };

  const fewest = async (): Promise<string> => {
    const rows = await home.db.selectFrom('tenant_directory').select(['tenant_id', 'server']).execute();
    const undeclared = await home.db.selectFrom('tenant').select('tenant_id').execute();
    const counts = new Map(databases.map(({ name }) => [name, 0]));
    const placed = new Map(undeclared.map(({ tenant_id }) => [tenant_id, first.name]));
    for (const { tenant_id, server } of rows) placed.set(tenant_id, server);
    for (const server of placed.values()) counts.set(server, (counts.get(server) ?? 0) + 1);
    for (const [name] of [...counts].toSorted(([, a], [, b]) => a - b)) {
      const answers = await open(name).then(
        () => true,
        () => false,
      );
      if (answers) return name;
    }
    return first.name;
  };

  return {
    ...homeFenced,
    of: async (tenant_id) => open(await placeOf(tenant_id)),
    servers: () => databases.map(({ name }): NamedStore => ({ name, open: () => open(name) })),
    place: async (tenant_id, server) => {
      const name = server ?? (await fewest());
      const store = await open(name);
      const row = { tenant_id, server: name, placed_at: Date.now() };
      await home.transaction(({ db }) => db.insertInto('tenant_directory').values(row).execute());
      places.set(tenant_id, { server: name, read_at: Date.now() });
      return store;
    },
    close: async () => {
      const stores = await Promise.allSettled(opened.values());
      for (const store of stores) if (store.status === 'fulfilled') await store.value.close();
    },
  };
}

/** A server's store whose tenants may leave: whoever takes the turn of one that has left is told so, and asks the directory anew. */
function fenced(store: Store, places: Map<string, Place>): Store {
  const fence = (tx: WriteTx): WriteTx => ({
    ...tx,
    lockTenant: async (tenant_id) => {
      const head = await tx.lockTenant(tenant_id);
      // After the turn: whoever moves the tenant holds it until the mark is there.
      const gone = await (tx.db as Kysely<Database>)
        .selectFrom('tenant_moved')
        .select('server')
        .where('tenant_id', '=', tenant_id)
        .executeTakeFirst();
      if (gone === undefined) return head;
      places.delete(tenant_id);
      throw new TenantUnavailable('The tenant has moved to another database server; try again.');
    },
  });
  const own: Store = {
    ...store,
    of: () => Promise.resolve(own),
    transaction: (work) => store.transaction((tx) => work(fence(tx))),
  };
  return own;
}
