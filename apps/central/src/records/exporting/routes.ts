import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { CSV_CALLS, type CsvCall } from '@serialbridge/protocol/central';
import type { Central } from '../../auth/central.ts';
import { authorise } from '../../api/authorise.ts';
import { CSV_RESPONSE, PROBLEM_RESPONSE, routeSchema } from '../../api/route-schema.ts';
import { parseCall } from '../../api/serve-call.ts';
import { CSV_BOM } from '../csv/csv.ts';
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

export function addExportRoutes(app: FastifyInstance, central: Central): void {
  const units = CSV_CALLS['exports.units'];
  app.get(units.path, { schema: schemaOf('exports.units') }, async (request, reply) => {
    const { tenant_id } = await authorise(central, request, units);
    const { excel = false, ...filter } = parseCall(units, request).query;
    return sendCsv(reply, 'units', exportUnits(central, tenant_id, filter, { excel }));
  });
  const arrivals = CSV_CALLS['exports.arrivals'];
  app.get(arrivals.path, { schema: schemaOf('exports.arrivals') }, async (request, reply) => {
    const { tenant_id } = await authorise(central, request, arrivals);
    const { excel = false, ...filter } = parseCall(arrivals, request).query;
    return sendCsv(reply, 'arrivals', exportArrivals(central, tenant_id, filter, { excel }));
  });
  const history = CSV_CALLS['exports.unit_history'];
  app.get(history.path, { schema: schemaOf('exports.unit_history') }, async (request, reply) => {
    const { tenant_id } = await authorise(central, request, history);
    const { params, query } = parseCall(history, request);
    return sendCsv(
      reply,
      `unit-${params.unit_id}`,
      await unitHistoryLines(central, tenant_id, params.unit_id, {
        excel: query.excel ?? false,
      }),
    );
  });
  const cases = CSV_CALLS['exports.cases'];
  app.get(cases.path, { schema: schemaOf('exports.cases') }, async (request, reply) => {
    const { tenant_id } = await authorise(central, request, cases);
    const { excel = false, state } = parseCall(cases, request).query;
    return sendCsv(reply, 'cases', exportCases(central, tenant_id, state, { excel }));
  });
}
