import type { Sqlite } from '../sqlite.ts';

/** Who this computer is to central, and how it gets in. */
export interface Identity {
  readonly central_url: string;
  readonly central_id: string;
  readonly tenant_id: string;
  readonly station_id: string;
  readonly station_name: string;
  readonly kind: 'receiving' | 'packing';
  readonly warehouse_id: string;
  readonly credential: string;
  readonly paired_at: number;
}

export interface IdentityStore {
  read(): Identity | null;
  write(identity: Identity): void;
}

export function identityStore(db: Sqlite): IdentityStore {
  const all = db.prepare<[], { name: string; value: string }>('SELECT name, value FROM identity');
  const put = db.prepare<[string, string]>('INSERT OR REPLACE INTO identity (name, value) VALUES (?, ?)');
  const write = db.transaction((identity: Identity) => {
    for (const [name, value] of Object.entries(identity)) put.run(name, JSON.stringify(value));
  });
  return {
    read: () => {
      const entries = all.all().map(({ name, value }) => [name, JSON.parse(value) as unknown] as const);
      // All names are written together by `write`, in one transaction.
      return entries.length === 0 ? null : (Object.fromEntries(entries) as unknown as Identity);
    },
    write: (identity) => write.immediate(identity),
  };
}
