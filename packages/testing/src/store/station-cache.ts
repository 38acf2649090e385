import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { openStationStore, runsOf, type StationStore } from '@serialbridge/cache';
import { type SyncStation } from '@serialbridge/central/auth';
import { digests, range } from '@serialbridge/central/recovery';
import type { Snapshots } from '@serialbridge/central/sync';
import type { Store } from '@serialbridge/central/storage';
import { ENTITY_NAMES, keyOf } from '@serialbridge/core/model';
import { ZERO_HASH, type ComparedRequest, type DigestRequest } from '@serialbridge/protocol';
import { compareCache, type CentralClient } from '@serialbridge/station/sync';
import { feedPage } from './feed-page.ts';
import type { Replica } from './replica.ts';

/** A station's real cache that follows a central without a network between them. */
export interface StationCache {
  readonly store: StationStore;
  /** Follows the feed to its head. */
  follow(limit?: number): Promise<void>;
  /** Takes a whole snapshot of the scope into a fresh cache and swaps it in. */
  load(snapshots: Snapshots, now: number): Promise<void>;
  /** Compares and repairs as the sync loop does. */
  compare(): Promise<ComparedRequest>;
  /** What the digests were asked for, by detail. */
  readonly asked: DigestRequest['detail'][];
  /** Rows of the cache by `entity key`. */
  tables(): Replica;
  /** Writes into cache.db behind the station's back. */
  damage(sql: string, ...values: readonly (string | number | null)[]): void;
  close(): void;
}

export function stationCache(central: Store, station: SyncStation): StationCache {
  const dir = mkdtempSync(join(tmpdir(), 'serialbridge-compare-'));
  const store = openStationStore({
    dir,
    newId: () => randomUUID(),
    fold: () => ({ outcome: 'accepted', changes: [], units: [], held_reason: null, waits_for: [] }),
  });
  const asked: DigestRequest['detail'][] = [];
  const client: Pick<CentralClient, 'digests' | 'range'> = {
    digests: (request) => {
      asked.push(request.detail);
      return digests(central, station, request);
    },
    range: (request) => range(central, station, request),
  };
  return {
    store,
    asked,
    follow: async (limit) => {
      for (;;) {
        const head = await central.db
          .selectFrom('tenant_head')
          .select(['epoch'])
          .where('tenant_id', '=', station.tenant_id)
          .executeTakeFirstOrThrow();
        const from = store.cache.state().cursor ?? { epoch: head.epoch, version: 0, hash: ZERO_HASH };
        const page = await feedPage(central, station, from, limit, store.cache.state().scope);
        store.cache.apply(runsOf(page.changes), page.next);
        if (page.next.version === page.head.version) return;
      }
    },
    load: async (snapshots, now) => {
      const { snapshot_id } = await snapshots.take(station, now);
      let manifest = await snapshots.manifest(station, snapshot_id);
      while (!manifest.complete) manifest = await snapshots.manifest(station, snapshot_id, { have: 1e6, wait_ms: 20 });
      const loader = store.cache.beginSnapshot();
      for (const { chunk, entity } of manifest.chunks) {
        const text = zstdDecompressSync(
          readFileSync((await snapshots.chunk(station, snapshot_id, chunk)).path),
        ).toString();
        await loader.load(entity, manifest.columns[entity] ?? [], text);
      }
      await loader.finish(manifest.at, manifest.scope);
      store.cache.swapSnapshot();
    },
    compare: () =>
      compareCache(
        { store, ports: { breathe: () => Promise.resolve() }, alone: (work) => work() },
        client,
        new AbortController().signal,
      ),
    tables: () => {
      const rows: Replica = new Map();
      for (const entity of ENTITY_NAMES) {
        for (const row of store.cache.rows(entity, null, null, -1)) rows.set(`${entity} ${keyOf(entity, row)}`, row);
      }
      return rows;
    },
    damage: (sql, ...values) => {
      const db = new Database(join(dir, 'cache.db'));
      try {
        db.prepare(sql).run(...values);
      } finally {
        db.close();
      }
    },
    close: () => {
      store.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
