import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CSV_CALLS, type CsvCall } from '@serialbridge/protocol/central';
import type { Central, SignedIn } from '../../auth/central.ts';
import { noteAudit } from '../../audit/index.ts';
import { authorise } from '../../api/authorise.ts';
import { CSV_RESPONSE, PROBLEM_RESPONSE, routeSchema } from '../../api/route-schema.ts';
import { parseCall } from '../../api/serve-call.ts';
import { CSV_BOM } from '../csv/csv.ts';
import { exportAudit } from '../audit/export.ts';
import { exportCases, unitHistoryLines } from '../cases/export.ts';
import { exportArrivals, exportUnits } from '../units/export.ts';

const schemaOf = (name: CsvCall): object => ({
  ...routeSchema(name, CSV_CALLS[name]),
  response: { 200: CSV_RESPONSE, default: PROBLEM_RESPONSE },
});

/** Streams; the next rows are read when the last ones have gone out, so that a million rows need no memory. */
function sendCsv(reply: FastifyReply, name: string, lines: Iterable<string> | AsyncIterable<string>): FastifyReply {
  const all = async function* (): AsyncGenerator<string> {
    yield CSV_BOM;
    yield* lines;
  };
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .send(Readable.from(all(), { objectMode: false, encoding: 'utf8' }));
}

const MOST_FILTER = 500;

/** Who may take this list out. It is on record before the first row leaves. */
async function authoriseExport(central: Central, request: FastifyRequest, list: CsvCall): Promise<SignedIn> {
  const who = await authorise(central, request, CSV_CALLS[list]);
  parseCall(CSV_CALLS[list], request);
  const filter = (request.url.split('?')[1] ?? '').slice(0, MOST_FILTER);
  await central.store.transaction((tx) =>
    noteAudit(tx, { ...who, now: central.now() }, { kind: 'exported', details: { list, filter } }),
  );
  return who;
}

export function addExportRoutes(app: FastifyInstance, central: Central): void {
  const units = CSV_CALLS['exports.units'];
  app.get(units.path, { schema: schemaOf('exports.units') }, async (request, reply) => {
    const { tenant_id } = await authoriseExport(central, request, 'exports.units');
    const { excel = false, ...filter } = parseCall(units, request).query;
    return sendCsv(reply, 'units', exportUnits(central, tenant_id, filter, { excel }));
  });
  const arrivals = CSV_CALLS['exports.arrivals'];
  app.get(arrivals.path, { schema: schemaOf('exports.arrivals') }, async (request, reply) => {
    const { tenant_id } = await authoriseExport(central, request, 'exports.arrivals');
    const { excel = false, ...filter } = parseCall(arrivals, request).query;
    return sendCsv(reply, 'arrivals', exportArrivals(central, tenant_id, filter, { excel }));
  });
  const history = CSV_CALLS['exports.unit_history'];
  app.get(history.path, { schema: schemaOf('exports.unit_history') }, async (request, reply) => {
    const { tenant_id, rights } = await authoriseExport(central, request, 'exports.unit_history');
    const { params, query } = parseCall(history, request);
    return sendCsv(
      reply,
      `unit-${params.unit_id}`,
      await unitHistoryLines(central, tenant_id, params.unit_id, rights, { excel: query.excel ?? false }),
    );
  });
  const audit = CSV_CALLS['exports.audit'];
  app.get(audit.path, { schema: schemaOf('exports.audit') }, async (request, reply) => {
    const who = await authoriseExport(central, request, 'exports.audit');
    const { excel = false, ...filter } = parseCall(audit, request).query;
    return sendCsv(reply, 'audit', exportAudit(central, who, filter, { excel }));
  });
  const cases = CSV_CALLS['exports.cases'];
  app.get(cases.path, { schema: schemaOf('exports.cases') }, async (request, reply) => {
    const { tenant_id } = await authoriseExport(central, request, 'exports.cases');
    const { excel = false, state } = parseCall(cases, request).query;
    return sendCsv(reply, 'cases', exportCases(central, tenant_id, state, { excel }));
  });
}
