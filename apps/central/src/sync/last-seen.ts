import type { StationContactTable } from '../storage/store/database.ts';
import type { Store } from '../storage/store/store.ts';

interface Notes {
  /** The newest of each station. */
  waiting: Map<string, StationContactTable>;
  /** Resolves when what waits now is written. */
  next: Promise<void> | null;
  writing: Promise<void>;
}

const notes = new WeakMap<Store, Map<string, Notes>>();

async function write(store: Store, rows: readonly StationContactTable[]): Promise<void> {
  // In one order, so that two processes never wait for each other.
  const values = rows.toSorted((a, b) => (a.station_id < b.station_id ? -1 : 1));
  try {
    await store.transaction(({ db }) =>
      db
        .insertInto('station_contact')
        .values(values)
        .onConflict((conflict) =>
          conflict.columns(['tenant_id', 'station_id']).doUpdateSet((eb) => ({
            last_seen_at: eb.ref('excluded.last_seen_at'),
            backlog: eb.ref('excluded.backlog'),
            software: eb.ref('excluded.software'),
            cache_version: eb.ref('excluded.cache_version'),
            clock_offset_ms: eb.ref('excluded.clock_offset_ms'),
          })),
        )
        .execute(),
    );
  } catch (error) {
    // A failure here only makes the console's page stale, so the hello is answered all the same.
    store.logger.warn({ err: error, stations: rows.length }, 'contacts could not be noted');
  }
}

/**
 * Notes when a station was last seen, without the tenant lock. Notes that come while others are being written are written together, so a thousand
 * hellos are a few statements. Resolves when the note is written, or was given up with a warning.
 */
export function noteLastSeenTogether(store: Store, contact: StationContactTable): Promise<void> {
  const all = notes.get(store) ?? new Map<string, Notes>();
  notes.set(store, all);
  const mine = all.get(contact.tenant_id) ?? { waiting: new Map(), next: null, writing: Promise.resolve() };
  all.set(contact.tenant_id, mine);
  mine.waiting.set(contact.station_id, contact);
  mine.next ??= (async (): Promise<void> => {
    await mine.writing;
    const rows = [...mine.waiting.values()];
    mine.waiting = new Map();
    mine.writing = write(store, rows);
    mine.next = null;
    await mine.writing;
  })();
  return mine.next;
}
