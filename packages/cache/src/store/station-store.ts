import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { LedgerView } from '@serialbridge/core/ledger';
import { changedRows } from '../cache/apply-runs.ts';
import type { LoaderMode } from '../cache/discard-cache.ts';
import type { LostRecords } from '../cache/lost-records.ts';
import { openStationCache, type StationCache } from '../cache/station-cache.ts';
import { ChangeCollector, type ChangedKeys } from '../views/changed-keys.ts';
import { appender, type Append } from '../ops/append-events.ts';
import { eventLog, type EventLog } from '../ops/event-log.ts';
import { exportMark, type ExportMark } from '../ops/export-mark.ts';
import { exportOutbox, type ExportedOutbox, type ExportOptions } from '../ops/export-outbox.ts';
import { identityStore, stationKeys, type IdentityStore, type StationKeys } from '../ops/identity.ts';
import { lockFolder } from '../ops/lock-folder.ts';
import { noteStore, signInTries, type Notes, type SignInTries } from '../ops/notes.ts';
import { openOps } from '../ops/open-ops.ts';
import { explainOpsError } from '../ops/ops-error.ts';
import { outbox, type Outbox } from '../ops/outbox.ts';
import { overlaidEvents } from '../ops/overlaid-events.ts';
import { pinList, type PinList } from '../ops/pin-list.ts';
import { retention, type Retention } from '../ops/retention.ts';
import { openOverlay, type FoldEvent, type Overlay } from '../overlay/overlay.ts';
import { sqliteVersion } from '../sqlite.ts';
import { keyFileSeal } from '../seal/key-file.ts';
import { sealStored } from '../ops/seal-stored.ts';
import type { Sealer, StationSeal } from '../seal/sealer.ts';
import { LIVE_VIEWS } from '../views/live-views.ts';
import { sqliteReadHandle, type ReadHandle } from '../views/read-handle.ts';
import { StationView } from '../views/station-view.ts';

export interface StationStoreOptions {
  /** Data folder; made if it is not there. */
  readonly dir: string;
  /** A new UUIDv7. */
  readonly newId: () => string;
  /** `takeEvent` of core, which a station asks as what it is. */
  readonly fold: FoldEvent;
  /** Where snapshots are loaded; `thread` when left out. */
  readonly loader?: LoaderMode;
  /** What secrets are sealed with; a key file in the folder when left out. */
  readonly seal?: StationSeal;
}

/**
 * A station's data folder: ops.db, which is never lost (ops/), cache.db, which is disposable (cache/), and what joins the two: the overlay of own
 * effects that the cache does not show yet (overlay/), and the views over both (views/).
 */
export interface StationStore {
  /** Overlay over cache, for rules and the fold. */
  readonly view: LedgerView;
  /** The same for lists. */
  readonly read: ReadHandle;
  readonly log: Omit<EventLog, 'insert'> & {
    /** Records events; on the disk when it returns. Throws OpsError (`ops.*`), then nothing is recorded. */
    readonly append: Append;
  };
  readonly outbox: Omit<Outbox, 'grew'> & {
    export(options: Omit<ExportOptions, 'station_id'>): readonly ExportedOutbox[];
    readonly exported: ExportMark;
  };
  readonly overlay: Overlay;
  readonly cache: StationCache;
  /** The rows of the present that changed since the last call, without what `append` did. */
  takeChanges(): ChangedKeys;
  readonly lost: LostRecords;
  /** Deletes acknowledged events that nobody needs any more. */
  readonly retention: Retention;
  /** Another station, tenant or central begins a new incarnation, another tenant also an empty cache. Events of the former one stay. */
  readonly identity: IdentityStore;
  /** Keys of the stations that this computer is or was. */
  readonly keys: StationKeys;
  /** Who keeps the key of the secrets, and whether it opens them. */
  readonly seal: Pick<Sealer, 'kept_by' | 'detail'> & { isOpen(): boolean };
  readonly notes: Notes;
  readonly tries: SignInTries;
  readonly pins: PinList;
  readonly files: StoreFiles;
  close(): void;
}

interface StoreFiles {
  readonly dir: string;
  /** Of ops.db, as read back: 2 is FULL. */
  readonly synchronous: number;
  readonly sqlite: string;
  /** Moves the log of ops.db into the file; for idle moments. */
  checkpoint(): void;
  sizes(): { readonly ops_bytes: number; readonly cache_bytes: number };
}

function sizeOf(path: string): number {
  return ['', '-wal'].reduce(
    (sum, suffix) => sum + (statSync(`${path}${suffix}`, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

type Paired = ReturnType<IdentityStore['read']>;
const isAnotherCentral = (before: Paired, next: Paired): boolean =>
  before !== null && before.central_key !== null && before.central_key !== next?.central_key;

/**
 * Opens a station's data folder: takes its lock, opens ops.db and cache.db, and makes the overlay again.
 *
 * @throws OpsError with an id that says what is wrong and what to do; nothing was changed then
 */
export function openStationStore({
  dir,
  newId,
  fold,
  loader = 'thread',
  seal = keyFileSeal(dir),
}: StationStoreOptions): StationStore {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    // A folder that was there may be open to others.
    chmodSync(dir, 0o700);
  } catch (error) {
    throw explainOpsError(error, dir);
  }
  const path = join(dir, 'ops.db');
  // What is to be closed, latest first.
  const ends: (() => void)[] = [];
  const close = (): void => {
    for (const end of ends.splice(0).toReversed()) end();
  };
  try {
    const lock = lockFolder(dir);
    ends.push(() => lock.release());
    const ops = openOps(path);
    const { db, synchronous } = ops;
    ends.push(() => db.close());
    sealStored(ops, seal);
    const { sealer } = seal;
    const cache = openStationCache(dir, db, loader);
    ends.push(() => cache.close());
    db.exec(LIVE_VIEWS);
    const view = new StationView(db);
    const cursor = (): ReturnType<typeof cache.state>['cursor'] => cache.state().cursor;

    const changes = new ChangeCollector();
    const log = eventLog(ops, newId);
    const sent = outbox(ops, cursor);
    const notes = noteStore(ops);
    const identity = identityStore(ops, sealer);
    const keys = stationKeys(ops, sealer);
    const kept = retention(ops);
    const overlay = openOverlay({ ops, events: overlaidEvents(ops), view, fold, cursor, changes });
    const append = appender({ ops, log, outbox: sent, notes, overlay, newId });

    return {
      view,
      read: sqliteReadHandle(db),
      log: { ...log, append },
      outbox: {
        ...sent,
        acknowledge: (given) => {
          sent.acknowledge(given);
          // The cache may have come to that version before central's answer was written: no later pull need come to release them.
          const at = cursor();
          if (at?.epoch === given.epoch && at.version >= given.version) overlay.settle(() => []);
        },
        export: (options) =>
          exportOutbox(sent, keys, kept, { ...options, station_id: identity.read()?.station_id ?? null }),
        exported: exportMark(ops),
      },
      overlay,
      cache: {
        ...cache,
        apply: (runs, next, signature) => {
          cache.apply(runs, next, signature);
          changes.runs(runs);
          overlay.settle(() => changedRows(runs));
        },
        swapSnapshot: () => {
          cache.swapSnapshot();
          changes.everything();
          overlay.afterSwap();
        },
      },
      takeChanges: () => changes.take(),
      lost: cache.lost,
      retention: kept,
      identity: {
        read: () => identity.read(),
        write: (next) => {
          const before = identity.read();
          identity.write(next);
          if (before !== null && (before.station_id !== next.station_id || isAnotherCentral(before, next)))
            log.beginIncarnation();
          if (before === null || before.tenant_id === next.tenant_id) return;
          cache.begin();
          changes.everything();
          overlay.afterSwap();
        },
      },
      keys,
      seal: {
        kept_by: sealer.kept_by,
        detail: sealer.detail,
        isOpen: () => identity.read()?.credential !== '',
      },
      notes,
      tries: signInTries(ops),
      pins: pinList(notes, sealer),
      files: {
        dir,
        synchronous,
        sqlite: sqliteVersion(db),
        checkpoint: () => {
          db.pragma('main.wal_checkpoint(PASSIVE)');
        },
        sizes: () => ({ ops_bytes: sizeOf(path), cache_bytes: sizeOf(cache.path) }),
      },
      close,
    };
  } catch (error) {
    close();
    throw explainOpsError(error, path);
  }
}
