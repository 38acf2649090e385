import { issueCredential } from '@serialbridge/central/auth';
import { type CentralDraft, createTenant, recordCentralEvents } from '@serialbridge/central/ledger';
import type { Store } from '@serialbridge/central/storage';
import type { Entity, Row } from '@serialbridge/core/model';
import {
  put,
  stockUnit,
  testOrder,
  testWarehouse,
  type TestWarehouse,
} from '@serialbridge/testing/store/test-warehouse';
import { PUBLIC_KEY } from './test-station.ts';
import type { Dice } from '@serialbridge/testing/random';

export interface OrderToPack {
  readonly order_id: string;
  readonly order_line_id: string;
  readonly product_id: string;
  readonly unit: { readonly unit_id: string; readonly serial_raw: string };
}

/** What a station knows of its place, and a document that only it receives on. */
export interface SeededStation {
  readonly tenant_id: string;
  readonly station_id: string;
  readonly credential: string;
  readonly kind: 'receiving' | 'packing';
  readonly warehouse_id: string;
  readonly product_id: string;
  readonly purchase_order_id: string;
  readonly po_line_id: string;
  readonly orders: OrderToPack[];
}

/** An event of central holds 128 KiB. */
const ROWS_A_DRAFT = 100;
const NOW = Date.UTC(2026, 0, 5, 6);

function puts<E extends Entity>(entity: E, rows: readonly Row<E>[]): CentralDraft[] {
  const drafts: CentralDraft[] = [];
  for (let from = 0; from < rows.length; from += ROWS_A_DRAFT)
    drafts.push(put(entity, rows.slice(from, from + ROWS_A_DRAFT)));
  return drafts;
}

const nextNumber = (
  (n) => () =>
    (n += 1)
)(0);

function documentsOf(w: TestWarehouse): { po: Row<'purchase_order'>; line: Row<'po_line'> } {
  const number = `PO-L${nextNumber()}`;
  const purchase_order_id = crypto.randomUUID();
  return {
    po: { ...w.purchase_order, purchase_order_id, number },
    // More than anybody receives here: the load is of work that goes well.
    line: { ...w.po_line, po_line_id: crypto.randomUUID(), purchase_order_id, quantity_ordered: 1_000_000 },
  };
}

/**
 * One tenant with `count` stations that have their credentials, half of them receiving and half packing, each with documents of its own.
 * They are paired in the database: a thousand pairing codes are another test.
 */
export async function seedTenant(
  store: Store,
  { count, orders, name, dice }: { count: number; orders: number; name: string; dice: Dice },
): Promise<SeededStation[]> {
  const { tenant_id } = await createTenant(store, { name, now: NOW });
  const w = testWarehouse();
  const as = { operator_id: null, now: NOW };
  await recordCentralEvents(store, tenant_id, w.drafts, as);
  const stations = Array.from({ length: count }, (_, at): Row<'station'> => {
    const kind = at % 2 === 0 ? 'receiving' : 'packing';
    return { ...w.station, station_id: crypto.randomUUID(), name: `${kind} ${at + 1}`, kind };
  });
  const documents = stations.map(() => documentsOf(w));
  const packers = stations.filter(({ kind }) => kind === 'packing').length;
  const each = packers === 0 ? 0 : Math.ceil(orders / packers);
  const work = stations.map(({ kind }) =>
    Array.from({ length: kind === 'packing' ? each : 0 }, () => ({
      ...testOrder(w, `SO-L${nextNumber()}`),
      unit: stockUnit(w, `S${dice.whole(1e6, 9e6)}-${nextNumber()}`),
    })),
  );
  await recordCentralEvents(
    store,
    tenant_id,
    [
      ...puts('station', stations),
      ...puts(
        'purchase_order',
        documents.map(({ po }) => po),
      ),
      ...puts(
        'po_line',
        documents.map(({ line }) => line),
      ),
      ...puts(
        'order',
        work.flat().map(({ order }) => order),
      ),
      ...puts(
        'order_line',
        work.flat().map(({ order_line }) => order_line),
      ),
      ...puts(
        'unit',
        work.flat().map(({ unit }) => unit),
      ),
    ],
    as,
  );
  const credentials = await store.transaction(async (tx) => {
    const issued: string[] = [];
    for (const { station_id } of stations)
      issued.push(
        await issueCredential(tx, { tenant_id, station_id }, { computer_name: 'load', public_key: PUBLIC_KEY }, NOW),
      );
    return issued;
  });
  return stations.map(({ station_id, kind, warehouse_id }, at) => ({
    tenant_id,
    station_id,
    credential: credentials[at] ?? '',
    kind,
    warehouse_id,
    product_id: w.product.product_id,
    purchase_order_id: documents[at]?.po.purchase_order_id ?? '',
    po_line_id: documents[at]?.line.po_line_id ?? '',
    orders: (work[at] ?? []).map(({ order, order_line, unit }) => ({
      order_id: order.order_id,
      order_line_id: order_line.order_line_id,
      product_id: order_line.product_id,
      unit: { unit_id: unit.unit_id, serial_raw: unit.serial_raw },
    })),
  }));
}
