import { v7 as uuidv7 } from 'uuid';
import type { Row } from '@serialbridge/core/model';
import { compilePattern } from '@serialbridge/core/serial';
import type { Fault } from '@serialbridge/protocol';
import { CENTRAL_API, type ProductInput } from '@serialbridge/protocol/central';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { fault, notFound, Refusal } from '../../refusal.ts';
import { command, refuseFaults, type CommandTx } from '../command.ts';
import { codeFaults } from './product-codes.ts';
import { PRODUCT_QUERIES, productRevision } from './queries.ts';

function fieldFaults(input: ProductInput): Fault[] {
  const faults: Fault[] = [];
  if (input.sku.trim() === '') faults.push(fault('request.invalid', 'A product needs a SKU.', 'sku'));
  if (input.serial_min !== null && input.serial_max !== null && input.serial_min > input.serial_max)
    faults.push(fault('request.invalid', 'The shortest serial is longer than the longest.', 'serial_min'));
  if (input.serial_pattern !== null) {
    const pattern = compilePattern(input.serial_pattern);
    if (!pattern.ok)
      faults.push(fault('request.invalid', `This pattern cannot be used: ${pattern.reason}`, 'serial_pattern'));
  }
  return faults;
}

async function put(
  tx: CommandTx,
  product_id: string,
  present: readonly Row<'product_code'>[],
  input: ProductInput,
): Promise<Row<'product'> & { revision: string }> {
  const { codes, ...rest } = input;
  const product = { product_id, ...rest };
  refuseFaults([
    ...fieldFaults(input),
    ...(await tx.taken('product', product, 'product')),
    ...(await codeFaults(tx, product_id, codes)),
  ]);
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
  tx.put('product', [product]);
  tx.put('product_code', [...gone, ...wanted]);
  return { ...product, revision: productRevision(product, [...gone, ...wanted]) };
}

const createProduct: ServedCall = serve(CENTRAL_API['products.create'], ({ central, who, body }) =>
  command(central, who, (tx) => put(tx, uuidv7(), [], body)),
);

const updateProduct: ServedCall = serve(CENTRAL_API['products.update'], ({ central, who, params, body }) =>
  command(central, who, async (tx) => {
    const { revision, ...input } = body;
    const { product_id } = params;
    const present = await tx.row('product', product_id);
    if (!present) throw notFound('product');
    const codes = await tx.find('product_code', 'product_id', [product_id]);
    if (productRevision(present, codes) !== revision)
      throw new Refusal('request.conflict', { detail: 'Somebody changed this product meanwhile; read it again.' });
    return put(tx, product_id, codes, input);
  }),
);

export const PRODUCT_CALLS = { ...PRODUCT_QUERIES, 'products.create': createProduct, 'products.update': updateProduct };
