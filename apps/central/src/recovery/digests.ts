import { createHash } from 'node:crypto';
import {
  type Cursor,
  type DigestRequest,
  type DigestResponse,
  MAX_CHANGED_KEYS,
  type RangeRequest,
  type RangeResponse,
} from '@serialbridge/protocol';
import {
  digester,
  type DigestOf,
  type Hasher,
  keyValues,
  RANGE_ROWS,
  rangeDigester,
} from '@serialbridge/protocol/digest';
import { type AnyRow, columnsOf, ENTITIES, type Entity, ENTITY_NAMES } from '@serialbridge/core/model';
import { readHead, tagsOf } from '../ledger/index.ts';
import type { ReadTx, Store } from '../storage/store/store.ts';
import { ENTITY_TABLES } from '../storage/store/tables.ts';
import { cursorOf, judgeCursor } from '../sync/cursor.ts';
import { WaitingLine } from '../sync/waiting-line.ts';
import { servedWarehouse } from '../ledger/station-scopes.ts';
import type { SyncStation } from '../auth/station-credentials.ts';
import { Refusal } from '../refusal.ts';
import type { TenantHeadTable } from '../storage/store/database.ts';

interface ChangedKeys {
  readonly head: TenantHeadTable;
  readonly of: (entity: Entity) => ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/**
 * The keys that the feed names after the cursor, up to the head of this transaction. Every other row is at the head as it was at the cursor. So a
 * station can be compared with a central whose head always moves.
 * @throws Refusal `sync.snapshot-required`, `sync.comparison-behind`
 */
async function changedKeys(tx: ReadTx, tenant_id: string, cursor: Cursor): Promise<ChangedKeys> {
  const head = await readHead(tx.db, tenant_id);
  if ((await judgeCursor(tx.db, head, cursor)) !== 'tail') throw new Refusal('sync.snapshot-required');
  const found = await tx.db
    .selectFrom('feed')
    .select(['entity', 'key'])
    .where('tenant_id', '=', tenant_id)
    .where('version', '>', cursor.version)
    .where('version', '<=', head.version)
    .limit(MAX_CHANGED_KEYS + 1)
    .execute();
  if (found.length > MAX_CHANGED_KEYS) throw new Refusal('sync.comparison-behind');
  const keys = new Map<Entity, Set<string>>();
  for (const { entity, key } of found) {
    const known = keys.get(entity);
    if (known === undefined) keys.set(entity, new Set([key]));
    else known.add(key);
  }
  return { head, of: (entity) => keys.get(entity) ?? NONE };
}

/** Rows read before the event loop goes on: some milliseconds where the database runs in this thread. */
const SLICE_ROWS = 500;
/** A range may have grown since its bounds were answered. */
const MOST_ROWS = 2 * RANGE_ROWS;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const newHasher = (): Hasher => {
  const hash = createHash('sha256');
  return { update: (text) => hash.update(text, 'utf8'), hex: () => hash.digest('hex') };
};

interface Served {
  readonly tenant_id: string;
  /** Null: all rows. */
  readonly warehouse: string | null;
}

async function inScope(
  tx: ReadTx,
  { tenant_id, warehouse }: Served,
  entity: Entity,
  rows: readonly AnyRow[],
): Promise<readonly AnyRow[]> {
  if (warehouse === null) return rows;
  const tags = await tagsOf(tx.bulk, tenant_id, entity, rows);
  return rows.filter((_, index) => [null, warehouse].includes(tags[index] ?? null));
}

/** All rows of an entity in key order, in slices. Other work runs between two slices. */
async function* slicesOf(
  store: Store,
  tx: ReadTx,
  { tenant_id, warehouse }: Served,
  entity: Entity,
): AsyncGenerator<readonly AnyRow[]> {
  let after: readonly string[] | undefined;
  for (;;) {
    const rows = await tx.bulk.readAfter(tenant_id, ENTITY_TABLES[entity], after, SLICE_ROWS);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield await inScope(tx, { tenant_id, warehouse }, entity, rows);
    if (rows.length < SLICE_ROWS) return;
    after = keyValues(entity, last);
    await store.breathe();
  }
}

type EntityDigest = DigestResponse['entities'][number];

async function digestEntity(
  of: DigestOf,
  detail: DigestRequest['detail'],
  slices: AsyncIterable<readonly AnyRow[]>,
): Promise<EntityDigest> {
  const whole = digester(of);
  const ranges = detail === 'ranges' ? rangeDigester(of) : null;
  for await (const rows of slices) {
    whole.add(rows);
    ranges?.add(rows);
  }
  const cut = (ranges?.end() ?? []).map(({ upto, ...digest }) => ({
    ...digest,
    upto: upto === null ? null : [...upto],
  }));
  return { entity: of.entity, changed: [...of.changed], ...whole.take(), ranges: cut };
}

/** One after another and few behind it, so that long reads leave the machine and its connections to pushes. */
const lines = new WeakMap<Store, WaitingLine>();
function lineOf(store: Store): WaitingLine {
  const line = lines.get(store) ?? new WaitingLine(1, 16);
  lines.set(store, line);
  return line;
}

/**
 * Digests of a tenant's rows as of the cursor's version, read in one consistent state. One at a time: each reads every row.
 * @throws Refusal `sync.snapshot-required`, `sync.comparison-behind`, `sync.overloaded`
 */
export function digests(store: Store, station: SyncStation, request: DigestRequest): Promise<DigestResponse> {
  const { tenant_id } = station;
  return lineOf(store).run(() =>
    store.read(async (tx) => {
      const { head, of: changedOf } = await changedKeys(tx, tenant_id, request.cursor);
      const served = { tenant_id, warehouse: await servedWarehouse(tx.db, station, request.scope, head) };
      const entities: EntityDigest[] = [];
      for (const entity of ENTITY_NAMES) {
        const columns = request.columns[entity];
        if (columns === undefined) continue;
        const of: DigestOf = { entity, columns, changed: changedOf(entity), newHasher };
        entities.push(await digestEntity(of, request.detail, slicesOf(store, tx, served, entity)));
      }
      return { head: cursorOf(head), entities };
    }),
  );
}

/** Refuses a key here that PostgreSQL would refuse. */
function checkKey(entity: Entity, key: readonly string[] | null): readonly string[] | undefined {
  if (key === null) return undefined;
  const names: readonly string[] = ENTITIES[entity].key;
  const isId = (name: string): boolean =>
    columnsOf(entity).some((column) => column.name === name && column.type === 'id');
  const fits =
    key.length === names.length &&
    names.every((name, index) => (isId(name) ? UUID.test(key[index] ?? '') : !(key[index] ?? '').includes('\0')));
  if (!fits) throw new Refusal('request.invalid', { detail: `That is no key of ${entity}.` });
  return key;
}

/**
 * The rows of one range as of the cursor's version.
 * @throws Refusal `sync.snapshot-required`, `sync.comparison-behind`, `request.invalid`
 */
export async function range(store: Store, station: SyncStation, request: RangeRequest): Promise<RangeResponse> {
  const { tenant_id } = station;
  const { cursor, entity } = request;
  const after = checkKey(entity, request.after);
  const upto = checkKey(entity, request.upto);
  return store.read(async (tx) => {
    const { head, of } = await changedKeys(tx, tenant_id, cursor);
    const warehouse = await servedWarehouse(tx.db, station, request.scope, head);
    const rows = await tx.bulk.readAfter(tenant_id, ENTITY_TABLES[entity], after, MOST_ROWS + 1, upto);
    const taken = rows.slice(0, MOST_ROWS);
    const last = taken.at(-1);
    const reached = rows.length > MOST_ROWS && last !== undefined ? keyValues(entity, last) : request.upto;
    return {
      head: cursorOf(head),
      changed: [...of(entity)],
      rows: [...(await inScope(tx, { tenant_id, warehouse }, entity, taken))] as RangeResponse['rows'],
      upto: reached,
    };
  });
}
