import type { FastifyInstance } from 'fastify';
import type { Central } from '../central.ts';

/** For those who run it: is it up, can it work, how does it do. No sign-in: it tells no business data. */
export function addServiceRoutes(app: FastifyInstance, { store, metrics, software }: Central): void {
  app.get('/healthz', { schema: { hide: true } }, () => ({ status: 'ok', software }));
  app.get('/readyz', { schema: { hide: true } }, async (request, reply) => {
    const servers = await Promise.all(
      store.servers().map(async ({ name, open }) => {
        try {
          const own = await open();
          await own.db.selectFrom('tenant').select('tenant_id').limit(1).execute();
          return { name, status: 'ok' };
        } catch (error) {
          request.log.error({ err: error, server: name }, 'the database does not answer');
          return { name, status: 'unavailable' };
        }
      }),
    );
    const [home] = servers;
    // With the first one central can work, though not for the tenants of the others that are named here.
    if (home?.status !== 'ok')
      return reply.status(503).send({ status: 'unavailable', reason: 'the database does not answer', servers });
    const ok = { status: 'ok', engine: store.engine };
    return servers.length === 1 ? ok : { ...ok, servers };
  });
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
}
