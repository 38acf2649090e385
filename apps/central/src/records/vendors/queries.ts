import { revisionOf } from '@serialbridge/core/model';
import { CENTRAL_API } from '@serialbridge/protocol/central';
import { contains, readPage } from '../../api/keyset.ts';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { withoutTenant } from '../../storage/index.ts';

const listVendors: ServedCall = serve(CENTRAL_API['vendors.list'], ({ central, who, query }) =>
  central.store.read(async ({ db }) => {
    let list = db.selectFrom('vendor').where('tenant_id', '=', who.tenant_id);
    const text = query.text?.trim() ?? '';
    if (text !== '') list = list.where((eb) => eb.or([contains('code', text), contains('name', text)]));
    return readPage(db, 'vendor', list, { by: 'code', id: 'vendor_id' }, query, (rows) =>
      rows.map((row) => ({ ...withoutTenant(row), revision: revisionOf('vendor', row) })),
    );
  }),
);

export const VENDOR_QUERIES = { 'vendors.list': listVendors };
