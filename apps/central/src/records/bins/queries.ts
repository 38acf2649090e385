import { CENTRAL_API } from '@serialbridge/protocol/central';
import { contains, readPage } from '../../api/keyset.ts';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { notFound } from '../../refusal.ts';
import { withoutTenant } from '../../storage/index.ts';

const listBins: ServedCall = serve(CENTRAL_API['bins.list'], ({ central, who, params, query }) =>
  central.store.read(async ({ db }) => {
    const { tenant_id } = who;
    const { warehouse_id } = params;
    const warehouse = await db
      .selectFrom('warehouse')
      .select('warehouse_id')
      .where('tenant_id', '=', tenant_id)
      .where('warehouse_id', '=', warehouse_id)
      .executeTakeFirst();
    if (!warehouse) throw notFound('warehouse');
    let list = db.selectFrom('bin').where('tenant_id', '=', tenant_id).where('warehouse_id', '=', warehouse_id);
    const text = query.text?.trim() ?? '';
    if (text !== '') list = list.where(contains('code', text));
    return readPage(db, 'bin', list, { by: 'code', id: 'bin_id' }, query, (rows) => rows.map(withoutTenant));
  }),
);

export const BIN_QUERIES = { 'bins.list': listBins };
