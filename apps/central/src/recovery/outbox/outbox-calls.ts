import { CENTRAL_API, OUTBOX_CALL } from '@serialbridge/protocol/central';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseCall, serve, type ServedCall } from '../../api/serve-call.ts';
import type { Central, SignedIn } from '../../auth/central.ts';
import { authorise } from '../../api/authorise.ts';
import { Refusal } from '../../refusal.ts';
import { routeSchema } from '../../api/route-schema.ts';
import { importOutbox } from './import-outbox.ts';

/** Enough for days of a busy station offline. A larger file is imported on the command line, which takes files of any size. */
const MAX_OUTBOX_BYTES: number = 128 * 1024 * 1024;

/** In a scope of its own, where bodies are files of a station and larger than elsewhere. */
export async function addOutboxRoutes(app: FastifyInstance, central: Central): Promise<void> {
  await app.register((scope, _options, done) => {
    const signedIn = new WeakMap<FastifyRequest, SignedIn>();
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      ['application/octet-stream', 'application/x-ndjson', 'text/plain'],
      { parseAs: 'buffer', bodyLimit: MAX_OUTBOX_BYTES },
      (_request, body, taken) => {
        taken(null, body);
      },
    );
    scope.post(
      OUTBOX_CALL.path,
      {
        schema: { ...routeSchema('outboxes.import', OUTBOX_CALL), consumes: ['application/octet-stream'] },
        bodyLimit: MAX_OUTBOX_BYTES,
        // Before the body: nobody but those who may import makes central take so much.
        onRequest: async (request) => {
          signedIn.set(request, await authorise(central, request, OUTBOX_CALL));
        },
      },
      async (request) => {
        const who = signedIn.get(request);
        if (!who) throw new Refusal('auth.required');
        const { file_name } = parseCall(OUTBOX_CALL, request).query;
        const bytes = request.body instanceof Uint8Array ? request.body : new Uint8Array();
        const { tenant_id, operator_id, address, name: imported_by } = who;
        return importOutbox(central, { tenant_id, operator_id, imported_by, address, file_name, bytes });
      },
    );
    done();
  });
}

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
