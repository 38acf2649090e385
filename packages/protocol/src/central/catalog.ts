import { z } from 'zod';
import {
  BinRow,
  CODE_KINDS,
  Id,
  ProductCodeRow,
  ProductRow,
  Quantity,
  SerialPolicy,
  ShortText,
  UnitState,
  VendorRow,
  WarehouseRow,
} from '@serialbridge/core/model';
import { PageQuery, QueryFlag, pageOf } from './paging.ts';

/** `text` finds SKU, name and product codes. */
export const ProductQuery = PageQuery.extend({
  text: ShortText.optional(),
  serial_policy: SerialPolicy.optional(),
  active: QueryFlag.optional(),
});

export const ProductListRow = ProductRow.extend({ codes: z.array(ShortText) }).meta({ id: 'ProductListRow' });
export type ProductListRow = z.infer<typeof ProductListRow>;
export const ProductPage = pageOf(ProductListRow).meta({ id: 'ProductPage' });

export const ProductDetail = z
  .object({
    product: ProductRow,
    codes: z.array(ProductCodeRow),
    stock: z.array(z.object({ warehouse_id: Id, warehouse_code: ShortText, on_hand: z.number().int() })),
    units: z.array(z.object({ state: UnitState, count: Quantity })),
  })
  .meta({ id: 'ProductDetail' });
export type ProductDetail = z.infer<typeof ProductDetail>;

/** A product with all its codes; a code left out of `codes` is taken away. */
export const ProductInput = ProductRow.omit({ product_id: true })
  .extend({ codes: z.array(z.object({ kind: z.enum(CODE_KINDS), code: ShortText.min(1) })).max(100) })
  .meta({ id: 'ProductFields' });
export type ProductInput = z.infer<typeof ProductInput>;

export const VendorInput = VendorRow.omit({ vendor_id: true }).extend({
  code: ShortText.min(1),
  name: ShortText.min(1),
});
export const VendorPage = pageOf(VendorRow).meta({ id: 'VendorPage' });
export const TextQuery = PageQuery.extend({ text: ShortText.optional() });

export const WarehouseInput = WarehouseRow.omit({ warehouse_id: true }).extend({
  code: ShortText.min(1),
  name: ShortText.min(1),
});
export const WarehouseListRow = WarehouseRow.extend({ bins: Quantity, stations: Quantity }).meta({
  id: 'WarehouseListRow',
});
export type WarehouseListRow = z.infer<typeof WarehouseListRow>;
export const WarehouseList = z.object({ rows: z.array(WarehouseListRow) });

/** Bins made in one go, by their codes; codes that are there already are left as they are. */
export const BinsInput = z.object({ codes: z.array(ShortText.min(1)).min(1).max(500) });
export const BinPage = pageOf(BinRow).meta({ id: 'BinPage' });
