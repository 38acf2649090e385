export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

/** ops.db's own tables. Overlay tables are not here: they are made from the model and can be made again (tables/entity-tables.ts). */
export const OPS_MIGRATIONS: readonly Migration[] = [
  {
    number: 1,
    name: 'event log, head, identity, keys, notes, sign-in tries, how far central is backed up',
    sql: `
      CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

      -- Envelopes verbatim, in the order of this disk. Nothing deletes an event that central has not acknowledged.
      CREATE TABLE event (
        position INTEGER PRIMARY KEY,
        incarnation TEXT NOT NULL,
        seq INTEGER NOT NULL,
        event_id TEXT NOT NULL,
        station_id TEXT NOT NULL,
        captured_at INTEGER NOT NULL,
        envelope TEXT NOT NULL,
        acknowledged_at INTEGER,
        outcome TEXT,
        held_reason TEXT,
        case_ids TEXT,
        -- The feed version that carries its effect, and of which epoch.
        epoch TEXT,
        version INTEGER,
        -- 1 while its effect stands in the overlay.
        overlaid INTEGER NOT NULL,
        -- Where the cache showed its effect when central lost it: a power cut may take the cache back to before that.
        shown_epoch TEXT,
        shown_version INTEGER,
        UNIQUE (incarnation, seq)
      );
      CREATE INDEX event_unsent ON event (incarnation, seq) WHERE acknowledged_at IS NULL;
      CREATE INDEX event_unsent_in_order ON event (position) WHERE acknowledged_at IS NULL;
      CREATE INDEX event_overlaid ON event (position) WHERE overlaid = 1;
      CREATE INDEX event_released ON event (epoch, version) WHERE overlaid = 0;
      CREATE INDEX event_shown ON event (shown_epoch, shown_version) WHERE shown_epoch IS NOT NULL;
      CREATE INDEX event_held ON event (position) WHERE outcome = 'held';

      -- One row: where the chain of the present incarnation ends.
      CREATE TABLE head (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        incarnation TEXT NOT NULL,
        seq INTEGER NOT NULL,
        hash TEXT NOT NULL
      );

      -- What central's backups hold of each chain, as central reported last.
      CREATE TABLE backed_up (incarnation TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;

      CREATE TRIGGER event_is_kept BEFORE DELETE ON event WHEN OLD.acknowledged_at IS NULL
      BEGIN SELECT RAISE(ABORT, 'an event that central has not acknowledged is never deleted'); END;
      CREATE TRIGGER event_is_fixed BEFORE UPDATE OF incarnation, seq, event_id, station_id, captured_at, envelope ON event
      BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;
      CREATE TRIGGER event_is_backed_up BEFORE DELETE ON event
      WHEN OLD.overlaid <> 0 OR OLD.seq > coalesce((SELECT seq FROM backed_up WHERE incarnation = OLD.incarnation), 0)
      BEGIN SELECT RAISE(ABORT, 'an event that central has no backup of, or whose effect the cache lacks, is never deleted'); END;

      CREATE TABLE identity (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
      -- What exported outboxes are signed with. Never deleted: a former station's events can still be exported.
      CREATE TABLE station_key (
        position INTEGER PRIMARY KEY,
        key_id TEXT NOT NULL UNIQUE,
        station_id TEXT NOT NULL,
        tenant_id TEXT NOT NULL,
        station_name TEXT NOT NULL,
        public_key TEXT NOT NULL,
        private_key TEXT NOT NULL,
        created_at INTEGER NOT NULL
      );
      CREATE INDEX station_key_newest ON station_key (station_id, position);

      CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE sign_in_try (
        subject TEXT PRIMARY KEY,
        failures INTEGER NOT NULL,
        last_at INTEGER NOT NULL,
        locked_until INTEGER NOT NULL
      ) WITHOUT ROWID;
    `,
  },
  {
    number: 2,
    name: 'whose each chain is: the central that it was recorded for',
    sql: `
      -- By central's identity key. Null: recorded before centrals had keys; the first key that is pinned takes it.
      CREATE TABLE chain (incarnation TEXT PRIMARY KEY, central_key TEXT) WITHOUT ROWID;
      INSERT INTO chain SELECT DISTINCT incarnation, NULL FROM event;
      INSERT OR IGNORE INTO chain SELECT incarnation, NULL FROM head;
      -- What the central of the present pairing may have, and alone may acknowledge.
      CREATE VIEW own_chain AS SELECT incarnation FROM chain
      WHERE central_key IS (SELECT json_extract(value, '$') FROM identity WHERE name = 'central_key');
    `,
  },
];
