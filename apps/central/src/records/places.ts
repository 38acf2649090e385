import { v7 as uuidv7 } from 'uuid';
import { CENTRAL_API } from '@serialbridge/protocol/central';
import type { Central } from '../central.ts';
import { fault, notFound, Refusal } from '../refusal.ts';
import { serve, type ServedCall } from '../api/serve-call.ts';
import { contains, MOST_COUNTED, pageFrom, placeOf } from '../api/keyset.ts';
import { putRows } from './record.ts';

const taken = (what: string, code: string): Refusal =>
  new Refusal('record.taken', {
    detail: `The code ${code} is another ${what}'s.`,
    errors: [fault('record.taken', `The code ${code} is another ${what}'s.`, 'code')],
  });

const listVendors: ServedCall = serve(CENTRAL_API['vendors.list'], ({ central, who, query }) =>
  central.store.read(async ({ db }) => {
    let all = db.selectFrom('vendor').where('tenant_id', '=', who.tenant_id);
    const text = query.text?.trim() ?? '';
    if (text !== '') all = all.where((eb) => eb.or([contains('code', text), contains('name', text)]));
    const after = placeOf(query.after);
    let page = all
      .select(['vendor_id', 'code', 'name'])
      .orderBy('code')
      .orderBy('vendor_id')
      .limit(query.limit + 1);
    if (after)
      page = page.where((eb) =>
        eb.or([
          eb('code', '>', String(after.by)),
          eb.and([eb('code', '=', String(after.by)), eb('vendor_id', '>', after.id)]),
        ]),
      );
    const counted = await db
      .selectFrom(
        all
          .select('vendor_id')
          .limit(MOST_COUNTED + 1)
          .as('some'),
      )
      .select((eb) => eb.fn.countAll<number>().as('found_count'))
      .executeTakeFirstOrThrow();
    return pageFrom(
      await page.execute(),
      query.limit,
      (row) => ({ by: row.code, id: row.vendor_id }),
      (some) => [...some],
      counted.found_count,
    );
  }),
);

async function putVendor(
  central: Central,
  who: { tenant_id: string; operator_id: string },
  vendor_id: string,
  input: { code: string; name: string },
): Promise<{ vendor_id: string; code: string; name: string }> {
  const same = await central.store.db
    .selectFrom('vendor')
    .select('vendor_id')
    .where('tenant_id', '=', who.tenant_id)
    .where('code', '=', input.code)
    .executeTakeFirst();
  if (same && same.vendor_id !== vendor_id) throw taken('vendor', input.code);
  await putRows(central, who, 'vendor', [{ vendor_id, ...input }]);
  return { vendor_id, ...input };
}

const createVendor: ServedCall = serve(CENTRAL_API['vendors.create'], ({ central, who, body }) =>
  putVendor(central, who, uuidv7(), body),
);

const updateVendor: ServedCall = serve(CENTRAL_API['vendors.update'], async ({ central, who, params, body }) => {
  const found = await central.store.db
    .selectFrom('vendor')
    .select('vendor_id')
    .where('tenant_id', '=', who.tenant_id)
    .where('vendor_id', '=', params.vendor_id)
    .executeTakeFirst();
  if (!found) throw notFound('vendor');
  return putVendor(central, who, params.vendor_id, body);
});

const listWarehouses: ServedCall = serve(CENTRAL_API['warehouses.list'], ({ central, who }) =>
  central.store.read(async ({ db }) => {
    const { tenant_id } = who;
    const rows = await db
      .selectFrom('warehouse')
      .select(['warehouse_id', 'code', 'name'])
      .where('tenant_id', '=', tenant_id)
      .orderBy('code')
      .execute();
    const bins = await db
      .selectFrom('bin')
      .select(['warehouse_id', (eb) => eb.fn.countAll<number>().as('bin_count')])
      .where('tenant_id', '=', tenant_id)
      .groupBy('warehouse_id')
      .execute();
    const stations = await db
      .selectFrom('station')
      .select(['warehouse_id', (eb) => eb.fn.countAll<number>().as('station_count')])
      .where('tenant_id', '=', tenant_id)
      .groupBy('warehouse_id')
      .execute();
    return {
      rows: rows.map((row) => ({
        ...row,
        bins: bins.find((one) => one.warehouse_id === row.warehouse_id)?.bin_count ?? 0,
        stations: stations.find((one) => one.warehouse_id === row.warehouse_id)?.station_count ?? 0,
      })),
    };
  }),
);

async function putWarehouse(
  central: Central,
  who: { tenant_id: string; operator_id: string },
  warehouse_id: string,
  input: { code: string; name: string },
): Promise<{ warehouse_id: string; code: string; name: string }> {
  const same = await central.store.db
    .selectFrom('warehouse')
    .select('warehouse_id')
    .where('tenant_id', '=', who.tenant_id)
    .where('code', '=', input.code)
    .executeTakeFirst();
  if (same && same.warehouse_id !== warehouse_id) throw taken('warehouse', input.code);
  await putRows(central, who, 'warehouse', [{ warehouse_id, ...input }]);
  return { warehouse_id, ...input };
}

async function checkWarehouse({ store }: Central, tenant_id: string, warehouse_id: string): Promise<void> {
  const found = await store.db
    .selectFrom('warehouse')
    .select('warehouse_id')
    .where('tenant_id', '=', tenant_id)
    .where('warehouse_id', '=', warehouse_id)
    .executeTakeFirst();
  if (!found) throw notFound('warehouse');
}

const createWarehouse: ServedCall = serve(CENTRAL_API['warehouses.create'], ({ central, who, body }) =>
  putWarehouse(central, who, uuidv7(), body),
);

const updateWarehouse: ServedCall = serve(CENTRAL_API['warehouses.update'], async ({ central, who, params, body }) => {
  await checkWarehouse(central, who.tenant_id, params.warehouse_id);
  return putWarehouse(central, who, params.warehouse_id, body);
});

const listBins: ServedCall = serve(CENTRAL_API['bins.list'], async ({ central, who, params, query }) => {
  const { tenant_id } = who;
  const { warehouse_id } = params;
  await checkWarehouse(central, tenant_id, warehouse_id);
  return central.store.read(async ({ db }) => {
    let all = db.selectFrom('bin').where('tenant_id', '=', tenant_id).where('warehouse_id', '=', warehouse_id);
    const text = query.text?.trim() ?? '';
    if (text !== '') all = all.where(contains('code', text));
    const after = placeOf(query.after);
    let page = all
      .select(['bin_id', 'warehouse_id', 'code'])
      .orderBy('code')
      .orderBy('bin_id')
      .limit(query.limit + 1);
    if (after)
      page = page.where((eb) =>
        eb.or([
          eb('code', '>', String(after.by)),
          eb.and([eb('code', '=', String(after.by)), eb('bin_id', '>', after.id)]),
        ]),
      );
    const counted = await db
      .selectFrom(
        all
          .select('bin_id')
          .limit(MOST_COUNTED + 1)
          .as('some'),
      )
      .select((eb) => eb.fn.countAll<number>().as('found_count'))
      .executeTakeFirstOrThrow();
    return pageFrom(
      await page.execute(),
      query.limit,
      (row) => ({ by: row.code, id: row.bin_id }),
      (some) => [...some],
      counted.found_count,
    );
  });
});

const createBins: ServedCall = serve(CENTRAL_API['bins.create'], async ({ central, who, params, body }) => {
  const { tenant_id } = who;
  const { warehouse_id } = params;
  await checkWarehouse(central, tenant_id, warehouse_id);
  const codes = [...new Set(body.codes.map((code) => code.trim()).filter((code) => code !== ''))];
  const present =
    codes.length === 0
      ? []
      : await central.store.db
          .selectFrom('bin')
          .select('code')
          .where('tenant_id', '=', tenant_id)
          .where('warehouse_id', '=', warehouse_id)
          .where('code', 'in', codes)
          .execute();
  const known = new Set(present.map(({ code }) => code));
  const created = codes.filter((code) => !known.has(code)).map((code) => ({ bin_id: uuidv7(), warehouse_id, code }));
  await putRows(central, who, 'bin', created);
  return { created };
});

export const PLACE_CALLS = {
  'vendors.list': listVendors,
  'vendors.create': createVendor,
  'vendors.update': updateVendor,
  'warehouses.list': listWarehouses,
  'warehouses.create': createWarehouse,
  'warehouses.update': updateWarehouse,
  'bins.list': listBins,
  'bins.create': createBins,
};
