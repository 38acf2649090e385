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
import { edited, PageQuery, QueryFlag, pageOf } from './paging.ts';

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
    /** Of the product with its codes. */
    ...edited,
    codes: z.array(ProductCodeRow),
    stock: z.array(z.object({ warehouse_id: Id, warehouse_code: ShortText, on_hand: z.number().int() })),
    units: z.array(z.object({ state: UnitState, count: Quantity })),
  })
  .meta({ id: 'ProductDetail' });
export type ProductDetail = z.infer<typeof ProductDetail>;

/** A product with all its codes; a code left out of `codes` is taken away. */
export const ProductInput = ProductRow.omit({ product_id: true, double_of: true })
  .extend({ codes: z.array(z.object({ kind: z.enum(CODE_KINDS), code: ShortText.min(1) })).max(100) })
  .meta({ id: 'ProductFields' });
export type ProductInput = z.infer<typeof ProductInput>;
export const SavedProduct = ProductRow.extend(edited);
export const ProductEdit = ProductInput.extend(edited).meta({ id: 'ProductEdit' });

export const VendorInput = VendorRow.omit({ vendor_id: true, double_of: true }).extend({
  code: ShortText.min(1),
  name: ShortText.min(1),
});
export const VendorEdit = VendorInput.extend(edited);
export const VendorListRow = VendorRow.extend(edited).meta({ id: 'VendorListRow' });
export type VendorListRow = z.infer<typeof VendorListRow>;
export const VendorPage = pageOf(VendorListRow).meta({ id: 'VendorPage' });
export const TextQuery = PageQuery.extend({ text: ShortText.optional() });

export const WarehouseInput = WarehouseRow.omit({ warehouse_id: true, double_of: true }).extend({
  code: ShortText.min(1),
  name: ShortText.min(1),
});
export const SavedWarehouse = WarehouseRow.extend(edited);
export const WarehouseEdit = WarehouseInput.extend(edited);
export const WarehouseListRow = WarehouseRow.extend({ ...edited, bins: Quantity, stations: Quantity }).meta({
  id: 'WarehouseListRow',
});
export type WarehouseListRow = z.infer<typeof WarehouseListRow>;
export const WarehouseList = z.object({ rows: z.array(WarehouseListRow) });

/** Bins made in one go, by their codes; codes that are there already are left as they are. */
export const BinsInput = z.object({ codes: z.array(ShortText.min(1)).min(1).max(500) });
export const BinPage = pageOf(BinRow).meta({ id: 'BinPage' });
