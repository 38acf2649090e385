import type { FastifyInstance } from 'fastify';
import type { Central } from '../auth/central.ts';

/** For those who run it: is it up, can it work, how does it do. No sign-in: it gives no business data. */
export function addServiceRoutes(app: FastifyInstance, { store, software }: Central): void {
  app.get('/healthz', { schema: { hide: true } }, () => ({ status: 'ok', software }));
  app.get('/readyz', { schema: { hide: true } }, async (request, reply) => {
    try {
      await store.db.selectFrom('tenant').select('tenant_id').limit(1).execute();
      return { status: 'ok', engine: store.engine };
    } catch (error) {
      request.log.error({ err: error }, 'the database does not answer');
      return reply.status(503).send({ status: 'unavailable', reason: 'the database does not answer' });
    }
  });
}
