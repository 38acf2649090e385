import type { FastifyInstance } from 'fastify';
import { PROTOCOL_VERSION } from '@serialbridge/protocol';
import { CENTRAL_API, type SessionInfo } from '@serialbridge/protocol/central';
import { closeSession, openSession } from '../auth/sessions.ts';
import { signIn } from '../auth/sign-in.ts';
import type { Central, SignedIn } from '../auth/central.ts';
import { authorise, checkSameSite } from '../api/authorise.ts';
import { routeSchema } from '../api/route-schema.ts';
import { parseCall } from '../api/serve-call.ts';

async function sessionInfo(central: Central, who: SignedIn, expires_at: number): Promise<SessionInfo> {
  const tenant = await central.store.db
    .selectFrom('tenant')
    .select(['tenant_id', 'name'])
    .where('tenant_id', '=', who.tenant_id)
    .executeTakeFirstOrThrow();
  const { operator_id, code, name, role, role_name, rights } = who;
  return {
    tenant,
    operator: { operator_id, code, name, role, role_name },
    rights: [...rights],
    expires_at,
    software: central.software,
    protocol: PROTOCOL_VERSION,
    now: central.now(),
  };
}

export function addSessionRoutes(app: FastifyInstance, central: Central, { secure }: { secure: boolean }): void {
  const post = CENTRAL_API['session.sign_in'];
  app.route({
    method: post.method,
    url: post.path,
    schema: routeSchema('session.sign_in', post),
    bodyLimit: 4096,
    handler: async (request, reply) => {
      checkSameSite(request);
      const { body } = parseCall(post, request);
      const who = await signIn(central, body, request.ip);
      return sessionInfo(central, who, await openSession(central, who, reply, secure || request.protocol === 'https'));
    },
  });
  const get = CENTRAL_API['session.get'];
  app.route({
    method: get.method,
    url: get.path,
    schema: routeSchema('session.get', get),
    handler: async (request) => {
      const who = await authorise(central, request, get);
      return sessionInfo(central, who, who.expires_at);
    },
  });
  const end = CENTRAL_API['session.sign_out'];
  app.route({
    method: end.method,
    url: end.path,
    schema: routeSchema('session.sign_out', end),
    handler: async (request, reply) => {
      checkSameSite(request);
      await closeSession(central, request, reply);
      return {};
    },
  });
}
