import { v7 as uuidv7 } from 'uuid';
import { revisionOf, type Row } from '@serialbridge/core/model';
import type { Fault } from '@serialbridge/protocol';
import { CENTRAL_API } from '@serialbridge/protocol/central';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { fault } from '../../refusal.ts';
import { command, editedRow, refuseFaults, type CommandTx, type RecordReader } from '../command.ts';
import { WAREHOUSE_QUERIES } from './queries.ts';

/** Faults of a field that names warehouses which are not there. */
export async function unknownWarehouses(
  tx: RecordReader,
  named: readonly { readonly warehouse_id: string; readonly field: string }[],
): Promise<Fault[]> {
  const found = await tx.find(
    'warehouse',
    'warehouse_id',
    named.map(({ warehouse_id }) => warehouse_id),
  );
  const known = new Set(found.map((row) => row.warehouse_id));
  return named.flatMap(({ warehouse_id, field }) =>
    known.has(warehouse_id) ? [] : [fault('record.unknown', 'There is no such warehouse.', field)],
  );
}

async function put(tx: CommandTx, warehouse: Row<'warehouse'>): Promise<Row<'warehouse'> & { revision: string }> {
  refuseFaults(await tx.taken('warehouse', warehouse, 'warehouse'));
  tx.put('warehouse', [warehouse]);
  return { ...warehouse, revision: revisionOf('warehouse', warehouse) };
}

const createWarehouse: ServedCall = serve(CENTRAL_API['warehouses.create'], ({ central, who, body }) =>
  command(central, who, (tx) => put(tx, { warehouse_id: uuidv7(), ...body })),
);

const updateWarehouse: ServedCall = serve(CENTRAL_API['warehouses.update'], ({ central, who, params, body }) =>
  command(central, who, async (tx) => {
    const { revision, ...fields } = body;
    const present = await editedRow(tx, 'warehouse', params.warehouse_id, revision, 'warehouse');
    // Saved under a code that is nobody else's, it is no double any more.
    return put(tx, { ...present, ...fields, double_of: null });
  }),
);

export const WAREHOUSE_CALLS = {
  ...WAREHOUSE_QUERIES,
  'warehouses.create': createWarehouse,
  'warehouses.update': updateWarehouse,
};
