import { v7 as uuidv7 } from 'uuid';
import { revisionOf, type Row } from '@serialbridge/core/model';
import { CENTRAL_API, type VendorListRow } from '@serialbridge/protocol/central';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { command, editedRow, refuseFaults, type CommandTx } from '../command.ts';
import { VENDOR_QUERIES } from './queries.ts';

async function put(tx: CommandTx, vendor: Row<'vendor'>): Promise<VendorListRow> {
  refuseFaults(await tx.taken('vendor', vendor, 'vendor'));
  tx.put('vendor', [vendor]);
  return { ...vendor, revision: revisionOf('vendor', vendor) };
}

const createVendor: ServedCall = serve(CENTRAL_API['vendors.create'], ({ central, who, body }) =>
  command(central, who, (tx) => put(tx, { vendor_id: uuidv7(), ...body })),
);

const updateVendor: ServedCall = serve(CENTRAL_API['vendors.update'], ({ central, who, params, body }) =>
  command(central, who, async (tx) => {
    const { revision, ...fields } = body;
    const present = await editedRow(tx, 'vendor', params.vendor_id, revision, 'vendor');
    // Saved under a code that is nobody else's, it is no double any more.
    return put(tx, { ...present, ...fields, double_of: null });
  }),
);

export const VENDOR_CALLS = { ...VENDOR_QUERIES, 'vendors.create': createVendor, 'vendors.update': updateVendor };
