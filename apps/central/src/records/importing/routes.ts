import type { FastifyInstance, FastifyRequest } from 'fastify';
import { CENTRAL_API, CSV_CALLS, ImportReading } from '@serialbridge/protocol/central';
import type { Central, SignedIn } from '../../auth/central.ts';
import { authorise } from '../../api/authorise.ts';
import { PROBLEM_TYPE } from '../../api/problems.ts';
import { fault, Refusal } from '../../refusal.ts';
import { CSV_RESPONSE, PROBLEM_RESPONSE, routeSchema } from '../../api/route-schema.ts';
import { parseCall } from '../../api/serve-call.ts';
import { IMPORTERS } from './importers.ts';
import type { Jobs } from './jobs.ts';
import { rememberedBy } from './layouts.ts';
import { MAX_ROWS } from '../csv/read-csv.ts';
import { csvLine } from '../csv/csv.ts';
import type { Columns } from '../csv/columns.ts';

/** Column names and one example row, as a spreadsheet opens it. */
function templateOf(columns: Columns): string {
  return `\uFEFF${csvLine(Object.keys(columns))}${csvLine(Object.values(columns).map(({ example }) => example))}`;
}

const MAX_IMPORT_BYTES: number = 32 * 1024 * 1024;

export async function addImportRoutes(app: FastifyInstance, central: Central, jobs: Jobs): Promise<void> {
  const kinds = CENTRAL_API['imports.kinds'];
  app.get(kinds.path, { schema: routeSchema('imports.kinds', kinds) }, async (request) => {
    await authorise(central, request, kinds);
    return { kinds: Object.values(IMPORTERS).map(({ view }) => view), max_bytes: MAX_IMPORT_BYTES, max_rows: MAX_ROWS };
  });
  const template = CSV_CALLS['imports.template'];
  app.get(
    template.path,
    {
      schema: {
        ...routeSchema('imports.template', template),
        response: { 200: CSV_RESPONSE, default: PROBLEM_RESPONSE },
      },
    },
    async (request, reply) => {
      await authorise(central, request, template);
      const { kind } = parseCall(template, request).params;
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${kind}-template.csv"`)
        .serializer(String)
        .send(templateOf(IMPORTERS[kind].columns));
    },
  );
  const get = CENTRAL_API['jobs.get'];
  app.get(get.path, { schema: routeSchema('jobs.get', get) }, async (request) => {
    const who = await authorise(central, request, get);
    return jobs.get(who.tenant_id, parseCall(get, request).params.job_id);
  });
  const cancel = CENTRAL_API['jobs.cancel'];
  app.delete(cancel.path, { schema: routeSchema('jobs.cancel', cancel) }, async (request) => {
    const who = await authorise(central, request, cancel);
    return jobs.cancel(who.tenant_id, parseCall(cancel, request).params.job_id);
  });
  await app.register((scope, _options, done) => {
    addUpload(scope, central, jobs);
    done();
  });
}

/** @throws Refusal `request.invalid` */
function readingOf(text: string | undefined): ImportReading | null {
  if (text === undefined) return null;
  try {
    return ImportReading.parse(JSON.parse(text));
  } catch (error) {
    const message = `The parameter reading is not an ImportReading as JSON: ${error instanceof Error ? error.message : ''}`;
    throw new Refusal('request.invalid', { errors: [fault('request.invalid', message.slice(0, 500), 'reading')] });
  }
}

/** The import routes have a scope of their own, because their bodies are CSV and larger than elsewhere. */
function addUpload(app: FastifyInstance, central: Central, jobs: Jobs): void {
  const run = CSV_CALLS['imports.run'];
  const signedIn = new WeakMap<FastifyRequest, SignedIn>();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    ['text/csv', 'text/plain', 'application/octet-stream', 'application/vnd.ms-excel'],
    { parseAs: 'buffer', bodyLimit: MAX_IMPORT_BYTES },
    (_request, body, done) => {
      done(null, body);
    },
  );
  app.post(
    run.path,
    {
      schema: { ...routeSchema('imports.run', run), consumes: ['text/csv'] },
      bodyLimit: MAX_IMPORT_BYTES,
      // Before the body: nobody but those who may import makes central take 32 MB.
      onRequest: async (request) => {
        signedIn.set(request, await authorise(central, request, run));
        jobs.checkRoom();
      },
    },
    async (request, reply) => {
      const who = signedIn.get(request);
      if (!who) throw new Refusal('auth.required');
      const { params, query } = parseCall(run, request);
      const bytes = request.body instanceof Uint8Array ? request.body : new Uint8Array();
      const reading = readingOf(query.reading);
      const job_id = jobs.start({ who, kind: params.kind, bytes, dry_run: query.dry_run ?? false, reading });
      const job = await jobs.wait(who.tenant_id, job_id, query.wait_ms);
      if (job.problem)
        return reply
          .status(job.problem.status)
          .type(PROBLEM_TYPE)
          .serializer(JSON.stringify)
          .send({ ...job.problem, instance: request.id });
      if (job.state === 'cancelled') throw new Refusal('import.cancelled');
      return reply
        .status(job.state === 'done' ? 200 : 202)
        .type('application/json')
        .serializer(JSON.stringify)
        .send(job);
    },
  );
  const look = CSV_CALLS['imports.look'];
  app.post(
    look.path,
    {
      schema: { ...routeSchema('imports.look', look), consumes: ['text/csv'] },
      bodyLimit: MAX_IMPORT_BYTES,
      onRequest: async (request) => {
        signedIn.set(request, await authorise(central, request, look));
      },
    },
    async (request) => {
      const who = signedIn.get(request);
      if (!who) throw new Refusal('auth.required');
      const { params, query } = parseCall(look, request);
      const bytes = request.body instanceof Uint8Array ? request.body : new Uint8Array();
      return IMPORTERS[params.kind].look(bytes, query.heading, rememberedBy(central, who.tenant_id, params.kind));
    },
  );
}
