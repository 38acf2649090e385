import { CENTRAL_API } from '@serialbridge/protocol/central';
import { serve, type ServedCall } from '../../api/serve-call.ts';

const MOST = 100;

const listImports: ServedCall = serve(CENTRAL_API['outboxes.list'], async ({ central, who }) => {
  const rows = await central.store.db
    .selectFrom('outbox_import')
    .leftJoin('station', (join) =>
      join
        .onRef('station.tenant_id', '=', 'outbox_import.tenant_id')
        .onRef('station.station_id', '=', 'outbox_import.station_id'),
    )
    .selectAll('outbox_import')
    .select('station.name as station_name')
    .where('outbox_import.tenant_id', '=', who.tenant_id)
    .orderBy('outbox_import.imported_at', 'desc')
    .orderBy('outbox_import.outbox_import_id', 'desc')
    .limit(MOST)
    .execute();
  return {
    rows: rows.map(({ station_name, events, events_new, ...row }) => ({
      outbox_import_id: row.outbox_import_id,
      station_id: row.station_id,
      station_name: station_name ?? '',
      imported_by: row.imported_by,
      imported_at: row.imported_at,
      file_name: row.file_name,
      exported_at: row.exported_at,
      events,
      events_new,
      events_known: events - events_new,
      events_held: row.events_held,
      cases: row.cases,
    })),
  };
});

export const OUTBOX_CALLS = { 'outboxes.list': listImports };
