import { timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Central, Metrics } from '../auth/central.ts';
import { hashSecret } from '../auth/secrets.ts';
import { Refusal } from '../refusal.ts';
import { StartFailure } from './start-failure.ts';

export interface MetricsOptions {
  /** What a collector sends as `Authorization: Bearer …` to the ordinary address. */
  readonly token?: string | undefined;
  /** An address of their own, where they are given to whoever reaches it. Port 0: a free one. */
  readonly listen?: { readonly host: string; readonly port: number } | undefined;
}

const isToken = (token: string, authorization: string | undefined): boolean =>
  timingSafeEqual(
    Buffer.from(hashSecret(token)),
    Buffer.from(hashSecret((authorization ?? '').replace(/^Bearer /iu, ''))),
  );

/** `GET /metrics` beside the API, for who knows the token. Without a token there is no such address here. */
export function addMetricsRoute(app: FastifyInstance, { metrics }: Central, { token }: MetricsOptions): void {
  if (token === undefined) return;
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (!isToken(token, request.headers.authorization)) throw new Refusal('auth.required');
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}

/** Serves the metrics at an address of their own. @throws StartFailure `port` */
export async function listenForMetrics(
  { registry }: Metrics,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => response.writeHead(503).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        new StartFailure('port', `The metrics cannot be served at ${host} port ${port} (${error.code ?? 'unknown'}).`),
      );
    });
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}/metrics`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
