import { readFileSync } from 'node:fs';
import { zstdDecompressSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { ENTITY_NAMES, columnsOf, keyOf, type AnyRow, type Entity } from '@serialbridge/core/model';
import { type SyncStation } from '@serialbridge/central/auth';
import type { Snapshots } from '@serialbridge/central/sync';
import { ENTITY_TABLES, type Store } from '@serialbridge/central/storage';
import type { Cursor } from '@serialbridge/protocol';
import { feedPage } from './feed-page.ts';

/** What a station's cache holds, by `entity key`. */
export type Replica = Map<string, AnyRow>;

const UNESCAPE: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** PostgreSQL's COPY text format, as its manual has it. */
function readCopyText(entity: Entity, text: string): AnyRow[] {
  const columns = columnsOf(entity);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) =>
      Object.fromEntries(
        line.split('\t').map((field, index) => {
          const column = columns[index];
          if (column === undefined) throw new Error(`${entity} has too many fields`);
          if (field === '\\N') return [column.name, null];
          const value = field.replaceAll(/\\(.)/gs, (_, letter: string) => UNESCAPE[letter] ?? letter);
          if (column.type === 'boolean') return [column.name, value === 't'];
          if (column.type === 'integer' || column.type === 'real') return [column.name, Number(value)];
          return [column.name, column.type === 'json' ? (JSON.parse(value) as unknown) : value];
        }),
      ),
    );
}

/** Takes a whole snapshot as a station does: every chunk checked against the manifest. */
export async function loadSnapshot(
  snapshots: Snapshots,
  station: SyncStation,
  now: number,
): Promise<{ replica: Replica; at: Cursor }> {
  const { snapshot_id, at } = await snapshots.take(station, now);
  const replica: Replica = new Map();
  for (let have = 0; ;) {
    const manifest = await snapshots.manifest(station, snapshot_id, { have, wait_ms: 5000 });
    for (const chunk of manifest.chunks.slice(have)) {
      const bytes = readFileSync((await snapshots.chunk(station, snapshot_id, chunk.chunk)).path);
      if (createHash('sha256').update(bytes).digest('hex') !== chunk.sha256 || bytes.length !== chunk.bytes)
        throw new Error('a chunk is damaged');
      const rows = readCopyText(chunk.entity, zstdDecompressSync(bytes).toString());
      if (rows.length !== chunk.rows) throw new Error('a chunk lacks rows');
      for (const row of rows) replica.set(`${chunk.entity} ${keyOf(chunk.entity, row)}`, row);
      have += 1;
    }
    if (manifest.complete && have === manifest.chunks.length) return { replica, at };
  }
}

type FollowedPage = Awaited<ReturnType<typeof feedPage>>;

/** Follows the feed to its head and gives every page that came. */
export async function follow(
  store: Store,
  station: SyncStation,
  replica: Replica,
  from: Cursor,
  limit?: number,
  scope?: string,
): Promise<{ at: Cursor; pages: FollowedPage[] }> {
  const pages: FollowedPage[] = [];
  let at = from;
  for (;;) {
    const page = await feedPage(store, station, at, limit, scope);
    pages.push(page);
    for (const { entity, key, row } of page.changes) {
      if (row === null) replica.delete(`${entity} ${key}`);
      else replica.set(`${entity} ${key}`, row);
    }
    at = page.next;
    if (at.version === page.head.version) return { at, pages };
  }
}

/** The tables of a tenant in the same form. */
export async function readTables(store: Store, tenant_id: string): Promise<Replica> {
  return store.read(async ({ bulk }) => {
    const tables: Replica = new Map();
    for (const entity of ENTITY_NAMES) {
      for (const row of await bulk.readAfter(tenant_id, ENTITY_TABLES[entity], undefined, 100_000))
        tables.set(`${entity} ${keyOf(entity, row)}`, row);
    }
    return tables;
  });
}
