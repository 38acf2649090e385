import { v7 as uuidv7 } from 'uuid';
import { UnitState, type Row } from '@serialbridge/core/model';
import { compilePattern } from '@serialbridge/core/serial';
import { CENTRAL_API, type ProductInput } from '@serialbridge/protocol/central';
import type { Fault } from '@serialbridge/protocol';
import type { Central } from '../../central.ts';
import { fault, notFound, Refusal } from '../../refusal.ts';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { contains, MOST_COUNTED, pageFrom, placeOf } from '../../api/keyset.ts';
import { withoutTenant } from '../documents.ts';
import { codeFaults } from './product-codes.ts';
import { putDrafts, recordDrafts } from '../record.ts';

const listProducts: ServedCall = serve(CENTRAL_API['products.list'], ({ central, who, query }) =>
  central.store.read(async ({ db }) => {
    const { tenant_id } = who;
    let all = db.selectFrom('product').where('tenant_id', '=', tenant_id);
    if (query.active !== undefined) all = all.where('active', '=', query.active);
    if (query.serial_policy !== undefined) all = all.where('serial_policy', '=', query.serial_policy);
    const text = query.text?.trim() ?? '';
    if (text !== '') {
      all = all.where((eb) =>
        eb.or([
          contains('sku', text),
          contains('name', text),
          eb(
            'product_id',
            'in',
            eb
              .selectFrom('product_code')
              .select('product_code.product_id')
              .where('product_code.tenant_id', '=', tenant_id)
              .where('product_code.code', 'in', [text, text.toUpperCase()]),
          ),
        ]),
      );
    }
    const after = placeOf(query.after);
    let page = all
      .selectAll()
      .orderBy('sku')
      .orderBy('product_id')
      .limit(query.limit + 1);
    if (after)
      page = page.where((eb) =>
        eb.or([
          eb('sku', '>', String(after.by)),
          eb.and([eb('sku', '=', String(after.by)), eb('product_id', '>', after.id)]),
        ]),
      );
    const rows = await page.execute();
    const counted = await db
      .selectFrom(
        all
          .select('product_id')
          .limit(MOST_COUNTED + 1)
          .as('some'),
      )
      .select((eb) => eb.fn.countAll<number>().as('found_count'))
      .executeTakeFirstOrThrow();
    const codes =
      rows.length === 0
        ? []
        : await db
            .selectFrom('product_code')
            .select(['product_id', 'code'])
            .where('tenant_id', '=', tenant_id)
            .where(
              'product_id',
              'in',
              rows.map((row) => row.product_id),
            )
            .execute();
    const byProduct = Map.groupBy(codes, (code) => code.product_id);
    return pageFrom(
      rows,
      query.limit,
      (row) => ({ by: row.sku, id: row.product_id }),
      (some) =>
        some.map((row) => ({
          ...withoutTenant(row),
          codes: (byProduct.get(row.product_id) ?? []).map(({ code }) => code),
        })),
      counted.found_count,
    );
  }),
);

const getProduct: ServedCall = serve(CENTRAL_API['products.get'], ({ central, who, params }) =>
  central.store.read(async ({ db }) => {
    const { tenant_id } = who;
    const { product_id } = params;
    const row = await db
      .selectFrom('product')
      .selectAll()
      .where('tenant_id', '=', tenant_id)
      .where('product_id', '=', product_id)
      .executeTakeFirst();
    if (!row) throw notFound('product');
    const { tenant_id: _, ...product } = row;
    const codes = await db
      .selectFrom('product_code')
      .select(['product_code_id', 'product_id', 'kind', 'code'])
      .where('tenant_id', '=', tenant_id)
      .where('product_id', '=', product_id)
      .orderBy('code')
      .execute();
    const stock = await db
      .selectFrom('stock')
      .innerJoin('warehouse', (join) =>
        join
          .onRef('warehouse.tenant_id', '=', 'stock.tenant_id')
          .onRef('warehouse.warehouse_id', '=', 'stock.warehouse_id'),
      )
      .select(['stock.warehouse_id', 'warehouse.code as warehouse_code', 'stock.on_hand'])
      .where('stock.tenant_id', '=', tenant_id)
      .where('stock.product_id', '=', product_id)
      .execute();
    const units = await db
      .selectFrom('unit')
      .select(['state', (eb) => eb.fn.countAll<number>().as('unit_count')])
      .where('tenant_id', '=', tenant_id)
      .where('product_id', '=', product_id)
      .groupBy('state')
      .execute();
    return {
      product,
      codes,
      stock,
      units: units.map(({ state, unit_count }) => ({ state: UnitState.parse(state), count: unit_count })),
    };
  }),
);

async function productFaults(
  { store }: Central,
  tenant_id: string,
  product_id: string,
  input: ProductInput,
): Promise<Fault[]> {
  const faults: Fault[] = [];
  if (input.sku.trim() === '') faults.push(fault('request.invalid', 'A product needs a SKU.', 'sku'));
  if (input.serial_min !== null && input.serial_max !== null && input.serial_min > input.serial_max)
    faults.push(fault('request.invalid', 'The shortest serial is longer than the longest.', 'serial_min'));
  if (input.serial_pattern !== null) {
    const pattern = compilePattern(input.serial_pattern);
    if (!pattern.ok)
      faults.push(fault('request.invalid', `This pattern cannot be used: ${pattern.reason}`, 'serial_pattern'));
  }
  const same = await store.db
    .selectFrom('product')
    .select('product_id')
    .where('tenant_id', '=', tenant_id)
    .where('sku', '=', input.sku)
    .executeTakeFirst();
  if (same && same.product_id !== product_id)
    faults.push(fault('record.taken', `The SKU ${input.sku} is another product's.`, 'sku'));
  faults.push(...(await codeFaults(store.db, tenant_id, product_id, input.codes)));
  return faults;
}

async function putProduct(
  central: Central,
  who: { tenant_id: string; operator_id: string },
  product_id: string,
  input: ProductInput,
): Promise<Row<'product'>> {
  const { tenant_id } = who;
  const faults = await productFaults(central, tenant_id, product_id, input);
  const [first] = faults;
  if (first)
    throw new Refusal(first.code === 'record.taken' ? 'record.taken' : 'request.invalid', {
      errors: faults,
      detail: faults.map((one) => one.message).join(' '),
    });
  const { codes, ...rest } = input;
  const product = { product_id, ...rest };
  const present = await central.store.db
    .selectFrom('product_code')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('product_id', '=', product_id)
    .execute();
  // The ledger puts rows and takes none away: a code that is no longer wanted becomes the alias `-<id>`, which no scanner reads.
  const wanted = codes.map(({ kind, code }) => ({
    product_code_id: present.find((one) => one.kind === kind && one.code === code)?.product_code_id ?? uuidv7(),
    product_id,
    kind,
    code,
  }));
  const kept = new Set(wanted.map((one) => one.product_code_id));
  const gone = present
    .filter((one) => !kept.has(one.product_code_id))
    .map(({ product_code_id }) => ({
      product_code_id,
      product_id,
      kind: 'alias' as const,
      code: `-${product_code_id}`,
    }));
  await recordDrafts(central, who, [
    ...putDrafts('product', [product]),
    ...putDrafts('product_code', [...gone, ...wanted]),
  ]);
  return product;
}

const createProduct: ServedCall = serve(CENTRAL_API['products.create'], ({ central, who, body }) =>
  putProduct(central, who, uuidv7(), body),
);

const updateProduct: ServedCall = serve(CENTRAL_API['products.update'], async ({ central, who, params, body }) => {
  const found = await central.store.db
    .selectFrom('product')
    .select('product_id')
    .where('tenant_id', '=', who.tenant_id)
    .where('product_id', '=', params.product_id)
    .executeTakeFirst();
  if (!found) throw notFound('product');
  return putProduct(central, who, params.product_id, body);
});

export const PRODUCT_CALLS = {
  'products.list': listProducts,
  'products.get': getProduct,
  'products.create': createProduct,
  'products.update': updateProduct,
};
