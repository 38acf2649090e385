import { randomUUID } from 'node:crypto';
import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject, serializerCompiler } from 'fastify-type-provider-zod';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { Central } from '../auth/central.ts';
import { addExportRoutes } from '../records/exporting/routes.ts';
import type { Jobs } from '../records/importing/jobs.ts';
import { addImportRoutes } from '../records/importing/routes.ts';
import { addOutboxRoutes } from '../recovery/outbox/outbox-calls.ts';
import type { Snapshots } from '../sync/index.ts';
import { addConsoleRoutes } from './console-routes.ts';
import { takeJsonBodies } from '../api/json-bodies.ts';
import { answerTo, PROBLEM_TYPE } from '../api/problems.ts';
import { Refusal } from '../refusal.ts';
import { addAccountRoutes } from './account-routes.ts';
import { addHostCheck } from './host-names.ts';
import { addMetricsRoute, type MetricsOptions } from './metrics-routes.ts';
import { addPlainHttpCheck, type Reach } from './plain-http.ts';
import { addServiceRoutes } from './service-routes.ts';
import { addSessionRoutes } from './session-routes.ts';
import { addRecoveryRoutes } from '../recovery/routes.ts';
import { addSyncRoutes } from '../sync/routes.ts';

/** `z.json()` refers to itself, and the converter puts what does so where no reference finds it. Nothing else here is recursive. */
const LOST = /^#\/components\/schemas\/(?:.*(?:__shared|\$defs)|schema\d+$)/u;
const ANY_JSON = '#/components/schemas/AnyJson';

function mend(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(mend);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '__shared')
      .map(([key, part]) => [
        key,
        key === '$ref' && typeof part === 'string' && LOST.test(part) ? ANY_JSON : mend(part),
      ]),
  );
}

/** The document as the swagger plugin made it, with every reference leading somewhere. */
function openApiDocument(document: object): Record<string, unknown> {
  const mended = Object.entries(document).map(([key, part]): [string, unknown] => [key, mend(part)]);
  const all = Object.fromEntries(mended);
  const components: unknown = all['components'];
  if (
    typeof components === 'object' &&
    components !== null &&
    'schemas' in components &&
    typeof components.schemas === 'object' &&
    components.schemas !== null
  ) {
    Reflect.set(components.schemas, 'AnyJson', { description: 'Any JSON value' });
  }
  return all;
}

const MISSING = `<!doctype html><meta charset="utf-8"><title>Serialbridge central</title>
<h1>Serialbridge central is running</h1><p>The console is not built here. The API is described at <a href="/docs/">/docs</a>.</p>`;

/** The console's built pages at `/`; addresses that only the page knows (`/units/…`) get the page. */
async function addConsoleFiles(app: FastifyInstance, folder: string): Promise<{ page: string | null }> {
  if (!existsSync(join(folder, 'index.html'))) {
    app.get('/', { schema: { hide: true } }, (_request, reply) => reply.type('text/html').send(MISSING));
    return { page: null };
  }
  await app.register(fastifyStatic, {
    root: folder,
    cacheControl: false,
    // File names carry a hash of their content; the page itself must be asked for again.
    setHeaders: (reply, path) => {
      void reply.header(
        'cache-control',
        path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  return { page: 'index.html' };
}

export interface ServerParts {
  readonly central: Central;
  readonly snapshots: Snapshots;
  readonly jobs: Jobs;
}

export interface ServerOptions {
  readonly tls: { readonly key: string; readonly cert: string } | null;
  /** Where the console's built pages are. */
  readonly console_dir: string;
  /** Among them the proxies whose X-Forwarded-… headers are believed; from others those are anybody's claim. */
  readonly reach: Reach;
  /** Whether central is known by a name (host-names.ts). */
  readonly isKnownHost: (host: string) => boolean;
  readonly metrics: MetricsOptions;
  /** What is beyond is closed at once. */
  readonly most_connections: number;
}

/** Console calls are small; imports and push have limits of their own. */
const BODY_LIMIT = 1024 * 1024;

function makeApp({ tls, reach }: ServerOptions, logger: FastifyBaseLogger): FastifyInstance {
  const common = {
    loggerInstance: logger,
    trustProxy: reach.trust_proxy.length > 0 && [...reach.trust_proxy],
    bodyLimit: BODY_LIMIT,
    genReqId: () => randomUUID(),
    requestIdHeader: false as const,
    logController: new LogController({ disableRequestLogging: true }),
    // Query strings of exports may be long; everything else is short.
    routerOptions: { maxParamLength: 200 },
    requestTimeout: 60_000,
    forceCloseConnections: true as const,
  };
  if (tls === null) return Fastify(common);
  const app = Fastify({ ...common, https: { key: tls.key, cert: tls.cert, minVersion: 'TLSv1.2' } });
  return app;
}

function addHooks(app: FastifyInstance, { metrics }: Central): void {
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
    if (request.url.startsWith('/api/')) void reply.header('cache-control', 'no-store');
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    metrics.requests.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    // Addresses without their query: it may hold what people search for.
    request.log.info(
      { method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'request',
    );
  });
  app.setErrorHandler((error, request, reply) => {
    const { problem, retry_after, unexpected, away } = answerTo(error, request.id);
    if (unexpected) request.log.error({ err: error }, 'request failed');
    if (away) request.log.warn({ err: error }, 'the database did not serve a request');
    if (retry_after !== null) void reply.header('retry-after', retry_after);
    // The body that was too large is not read: the connection goes with it.
    if (problem.status === 413) void reply.header('connection', 'close');
    return reply.status(problem.status).type(PROBLEM_TYPE).serializer(JSON.stringify).send(problem);
  });
}

async function addDocs(app: FastifyInstance, { software }: Central): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Serialbridge central',
        version: software,
        description:
          'The console’s API and the stations’ sync. Every error is problem details (RFC 9457) that name all faults.',
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'serialbridge_session' },
          station: { type: 'http', scheme: 'bearer' },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  // Made once, when every route is there.
  let document: Record<string, unknown> | undefined;
  const made = (): Record<string, unknown> => (document ??= openApiDocument(app.swagger()));
  app.get('/openapi.json', { schema: { hide: true } }, made);
  await app.register(fastifySwaggerUi, {
    routePrefix: '/docs',
    staticCSP: true,
    uiConfig: { deepLinking: true },
    transformSpecification: made,
  });
}

/** The whole HTTP service, not listening yet. */
export async function buildServer(
  { central, snapshots, jobs }: ServerParts,
  options: ServerOptions,
): Promise<FastifyInstance> {
  const app = makeApp(options, central.logger);
  // Requests are parsed by parseCall, which names the faults of all parts at once.
  app.setValidatorCompiler(() => (value: unknown) => ({ value }));
  app.setSerializerCompiler(serializerCompiler);
  app.server.maxConnections = options.most_connections;
  addHooks(app, central);
  addPlainHttpCheck(app, options.reach);
  addHostCheck(app, options.isKnownHost);
  takeJsonBodies(app);
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'script-src': ["'self'"],
        // Mantine puts style elements and attributes into the page.
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:', 'blob:'],
        'font-src': ["'self'", 'data:'],
        'connect-src': ["'self'"],
        'media-src': ["'self'", 'data:', 'blob:'],
        'object-src': ["'none'"],
        'base-uri': ["'self'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
      },
    },
    // Only over TLS: a browser would refuse plain HTTP on this name for ever, loopback included.
    strictTransportSecurity: options.tls === null ? false : { maxAge: 31_536_000, includeSubDomains: false },
  });
  await app.register(fastifyCookie);
  await addDocs(app, central);
  addServiceRoutes(app, central);
  addMetricsRoute(app, central, options.metrics);
  addSessionRoutes(app, central, { secure: options.tls !== null });
  addAccountRoutes(app, central);
  addConsoleRoutes(app, central);
  await addImportRoutes(app, central, jobs);
  await addOutboxRoutes(app, central);
  addExportRoutes(app, central);
  addSyncRoutes(app, central, snapshots);
  addRecoveryRoutes(app, central);
  const { page } = await addConsoleFiles(app, options.console_dir);
  app.setNotFoundHandler((request, reply) => {
    const forPage =
      request.method === 'GET' &&
      !/^\/(?:api|docs)\b/u.test(request.url) &&
      (request.headers.accept ?? '').includes('text/html');
    if (page !== null && forPage) return reply.header('cache-control', 'no-cache').sendFile(page);
    throw new Refusal('request.not-found', {
      detail: `There is nothing at ${request.method} ${request.url.split('?')[0]?.slice(0, 200) ?? ''}.`,
    });
  });
  return app;
}
