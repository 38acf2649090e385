import type { AnyRow, LostEntity } from '@serialbridge/core/model';
import { CENTRAL_API, type LostRecordView } from '@serialbridge/protocol/central';
import { fault, Refusal } from '../../refusal.ts';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { decideLost, whoDecides } from './decide-lost.ts';
import { ownPart, presentRows, saysTheSame } from './lost-rows.ts';
import type { LostRecordTable } from '../../storage/store/database.ts';
import { canonical } from '../../ledger/index.ts';
import type { ReadTx } from '../../storage/index.ts';
import { MOST_COUNTED } from '../../api/keyset.ts';
import { Names } from '../../records/names.ts';
import type { Store, WriteTx } from '../../storage/store/store.ts';

const PAGE = 500;

async function forgetLost(
  tx: WriteTx,
  tenant_id: string,
  { entity, key }: Pick<LostRecordTable, 'entity' | 'key'>,
): Promise<void> {
  for (const table of ['lost_record', 'lost_record_station'] as const)
    await tx.db
      .deleteFrom(table)
      .where('tenant_id', '=', tenant_id)
      .where('entity', '=', entity)
      .where('key', '=', key)
      .execute();
}

/** Forgets open lost records that central has by now: somebody imported or entered them again, or they came back with stations' events. */
export async function sweepLost(store: Store, tenant_id: string): Promise<void> {
  for (let after: LostRecordTable | undefined; ;) {
    const from = after;
    const rows = await store.read(async ({ db, bulk }) => {
      let page = db
        .selectFrom('lost_record')
        .selectAll()
        .where('tenant_id', '=', tenant_id)
        .where('state', '=', 'open');
      if (from !== undefined)
        page = page.where((eb) =>
          eb.or([eb('entity', '>', from.entity), eb.and([eb('entity', '=', from.entity), eb('key', '>', from.key)])]),
        );
      const found = await page.orderBy('entity').orderBy('key').limit(PAGE).execute();
      const present = await presentRows(bulk, tenant_id, found);
      return found.map((row) => ({ row, here: present.get(`${row.entity} ${row.key}`) }));
    });
    const known = rows.filter(
      ({ row, here }) => here !== undefined && saysTheSame(row.entity, JSON.parse(row.row) as AnyRow, here),
    );
    if (known.length > 0)
      await store.transaction(async (tx) => {
        for (const { row } of known) await forgetLost(tx, tenant_id, row);
      });
    after = rows.at(-1)?.row;
    if (rows.length < PAGE) return;
  }
}

/** Columns that are named and not shown: the hash of a PIN, and pictures that no table can show. */
const UNTOLD = new Set(['pin_hash', 'picture']);
const MOST_TEXT = 200;
/** A person calls a record by the first of these columns that it has. */
const TITLES = ['sku', 'number', 'code', 'name', 'serial_raw', 'service', 'key', 'line_number', 'rule'] as const;

const isText = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';
const titleOf = (row: AnyRow): string => String(TITLES.map((name) => row[name]).find(isText) ?? '–');
function textOf(name: string, value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (UNTOLD.has(name)) return '•••';
  return (typeof value === 'string' ? value : canonical(value)).slice(0, MOST_TEXT);
}

function fieldsOf(entity: LostEntity, there: AnyRow, present: AnyRow | undefined): LostRecordView['fields'] {
  const here = present === undefined ? null : entity === 'case' ? present : ownPart(entity, present);
  return Object.entries(there)
    .filter(([name, value]) => (here === null ? value !== null : canonical(value) !== canonical(here[name] ?? null)))
    .map(([name, value]) => ({
      name,
      there: textOf(name, value),
      here: here === null ? null : textOf(name, here[name]),
    }));
}

/** The document of a line. The line's own number says little. */
const DOCUMENTS: { readonly [E in LostEntity]?: readonly [entity: LostEntity, column: string] } = {
  po_line: ['purchase_order', 'purchase_order_id'],
  expected_unit: ['purchase_order', 'purchase_order_id'],
  order_line: ['order', 'order_id'],
  rma_line: ['rma', 'rma_id'],
};

/** Numbers of the documents of these lines, by `entity key`: of those that are lost as well, else of those that are here. */
async function documentNumbers(
  tx: ReadTx,
  tenant_id: string,
  rows: readonly LostRecordTable[],
): Promise<ReadonlyMap<string, string>> {
  const asked = rows.flatMap(({ entity, row }) => {
    const document = DOCUMENTS[entity];
    return document === undefined
      ? []
      : [{ entity: document[0], key: String((JSON.parse(row) as AnyRow)[document[1]]) }];
  });
  if (asked.length === 0) return new Map();
  const here = await presentRows(tx.bulk, tenant_id, asked);
  const lost = await tx.db
    .selectFrom('lost_record')
    .select(['entity', 'key', 'row'])
    .where('tenant_id', '=', tenant_id)
    .where('entity', 'in', [...new Set(asked.map(({ entity }) => entity))])
    .where('key', 'in', [...new Set(asked.map(({ key }) => key))])
    .execute();
  const all = [
    ...here,
    ...lost.map(({ entity, key, row }) => [`${entity} ${key}`, JSON.parse(row) as AnyRow] as const),
  ];
  return new Map(all.map(([name, row]) => [name, String(row['number'])]));
}

function titleIn(entity: LostEntity, row: AnyRow, numbers: ReadonlyMap<string, string>): string {
  const [document, column] = DOCUMENTS[entity] ?? [];
  const number = document === undefined ? undefined : numbers.get(`${document} ${String(row[column ?? ''])}`);
  return (number === undefined ? titleOf(row) : `${number} · ${titleOf(row)}`).slice(0, MOST_TEXT);
}

/** Where a page ended: entity and key. */
const cursorOf = ({ entity, key }: LostRecordTable): string => Buffer.from(`${entity} ${key}`).toString('base64url');
function placeOf(after: string | undefined): readonly [entity: string, key: string] | null {
  if (after === undefined) return null;
  const [entity, ...key] = Buffer.from(after, 'base64url').toString('utf8').split(' ');
  if (entity === undefined || key.length === 0 || after.includes('\0'))
    throw new Refusal('request.invalid', {
      errors: [fault('request.invalid', 'This is not the `next` of a page.', 'query.after')],
    });
  return [entity, key.join(' ').replaceAll('\0', '')];
}

async function show(tx: ReadTx, tenant_id: string, rows: readonly LostRecordTable[]): Promise<LostRecordView[]> {
  if (rows.length === 0) return [];
  const present = await presentRows(tx.bulk, tenant_id, rows);
  const reports = await tx.db
    .selectFrom('lost_record_station')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('entity', 'in', [...new Set(rows.map(({ entity }) => entity))])
    .where('key', 'in', [...new Set(rows.map(({ key }) => key))])
    .orderBy('station_id')
    .execute();
  const names = await new Names(tx.db, tenant_id).load({
    station: reports.map((one) => one.station_id),
    operator: rows.map((row) => row.decided_by),
  });
  const numbers = await documentNumbers(tx, tenant_id, rows);
  return rows.map((row) => {
    const { entity, key, as_of_version, reported_at, state, decided_at } = row;
    const there = JSON.parse(row.row) as AnyRow;
    const here = present.get(`${entity} ${key}`);
    return {
      entity,
      key,
      title: titleIn(entity, there, numbers),
      kind: here === undefined ? 'missing' : 'differs',
      fields: fieldsOf(entity, there, here),
      stations: reports
        .filter((one) => one.entity === entity && one.key === key)
        .map((one) => ({ ...names.named('station', one.station_id), as_of_version: one.as_of_version })),
      as_of_version,
      reported_at,
      state,
      decided_by: names.namedOrNull('operator', row.decided_by),
      decided_at,
      who: whoDecides(entity),
    };
  });
}

const list: ServedCall = serve(CENTRAL_API['lost_records.list'], async ({ central, who, query }) => {
  const { tenant_id } = who;
  await sweepLost(central.store, tenant_id);
  return central.store.read(async (tx) => {
    let all = tx.db.selectFrom('lost_record').where('tenant_id', '=', tenant_id).where('state', '=', query.state);
    if (query.entity !== undefined) all = all.where('entity', '=', query.entity);
    const after = placeOf(query.after);
    let page = all
      .selectAll()
      .orderBy('entity')
      .orderBy('key')
      .limit(query.limit + 1);
    if (after !== null)
      page = page.where((eb) =>
        eb.or([
          eb('entity', '>', after[0] as LostEntity),
          eb.and([eb('entity', '=', after[0] as LostEntity), eb('key', '>', after[1])]),
        ]),
      );
    const rows = await page.execute();
    const { found_count } = await tx.db
      .selectFrom(
        all
          .select('key')
          .limit(MOST_COUNTED + 1)
          .as('some'),
      )
      .select((eb) => eb.fn.countAll<number>().as('found_count'))
      .executeTakeFirstOrThrow();
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    return {
      rows: await show(tx, tenant_id, shown),
      next: rows.length > query.limit && last !== undefined ? cursorOf(last) : null,
      matching: { count: Math.min(found_count, MOST_COUNTED), exact: found_count <= MOST_COUNTED },
    };
  });
});

const decide: ServedCall = serve(CENTRAL_API['lost_records.decide'], ({ central, who, body }) =>
  decideLost(central, who, body.decision, body.records),
);

export const LOST_CALLS = { 'lost_records.list': list, 'lost_records.decide': decide };
