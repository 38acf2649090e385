import { revisionOf, revisionWith, UnitState, type AnyRow } from '@serialbridge/core/model';
import { CENTRAL_API } from '@serialbridge/protocol/central';
import { contains, readPage } from '../../api/keyset.ts';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { notFound } from '../../refusal.ts';
import { withoutTenant } from '../../storage/index.ts';

/** A product is edited together with its codes, and two people may not overwrite each other in either. */
export function productRevision(product: AnyRow, codes: readonly AnyRow[]): string {
  return revisionWith(
    revisionOf('product', product),
    codes.map((code) => revisionOf('product_code', code)),
  );
}

const listProducts: ServedCall = serve(CENTRAL_API['products.list'], ({ central, who, query }) =>
  central.store.read(async ({ db }) => {
    const { tenant_id } = who;
    let list = db.selectFrom('product').where('tenant_id', '=', tenant_id);
    if (query.active !== undefined) list = list.where('active', '=', query.active);
    if (query.serial_policy !== undefined) list = list.where('serial_policy', '=', query.serial_policy);
    const text = query.text?.trim() ?? '';
    if (text !== '') {
      list = list.where((eb) =>
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
    return readPage(db, 'product', list, { by: 'sku', id: 'product_id' }, query, async (rows) => {
      const ids = rows.map((row) => row.product_id);
      const codes =
        ids.length === 0
          ? []
          : await db
              .selectFrom('product_code')
              .select(['product_id', 'code'])
              .where('tenant_id', '=', tenant_id)
              .where('product_id', 'in', ids)
              .execute();
      const byProduct = Map.groupBy(codes, (code) => code.product_id);
      return rows.map((row) => ({
        ...withoutTenant(row),
        codes: (byProduct.get(row.product_id) ?? []).map(({ code }) => code),
      }));
    });
  }),
);

const getProduct: ServedCall = serve(CENTRAL_API['products.get'], ({ central, who, params }) =>
  central.store.read(async ({ db }) => {
    const { tenant_id } = who;
    const { product_id } = params;
    const product = await db
      .selectFrom('product')
      .selectAll()
      .where('tenant_id', '=', tenant_id)
      .where('product_id', '=', product_id)
      .executeTakeFirst();
    if (!product) throw notFound('product');
    const codes = await db
      .selectFrom('product_code')
      .selectAll()
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
      product: withoutTenant(product),
      revision: productRevision(product, codes),
      codes: codes.map(withoutTenant),
      stock,
      units: units.map(({ state, unit_count }) => ({ state: UnitState.parse(state), count: unit_count })),
    };
  }),
);

export const PRODUCT_QUERIES = { 'products.list': listProducts, 'products.get': getProduct };
