import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PROTOCOL_VERSION } from '@serialbridge/protocol';
import { CENTRAL_API, type CentralCall, type SessionInfo } from '@serialbridge/protocol/central';
import { callerOf } from '../auth/caller.ts';
import { enterByPasskey, optionsToEnter } from '../auth/passkeys.ts';
import { closeSession, openSession } from '../auth/sessions.ts';
import { setPasswordByCode } from '../auth/set-password.ts';
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

/** The ways into the console and out of it: they set a cookie, or ask nobody who is signed in. */
export function addSessionRoutes(app: FastifyInstance, central: Central, { secure }: { secure: boolean }): void {
  const route = (
    name: CentralCall & `session.${string}`,
    answer: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
  ): void => {
    const declaration = CENTRAL_API[name];
    app.route({
      method: declaration.method,
      url: declaration.path,
      schema: routeSchema(name, declaration),
      bodyLimit: 16 * 1024,
      handler: async (request, reply) => {
        checkSameSite(request);
        return answer(request, reply);
      },
    });
  };
  const enter = async (
    who: SignedIn,
    means: 'password' | 'passkey',
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<SessionInfo> => {
    const entry = { request, reply, secure: secure || request.protocol === 'https' };
    return sessionInfo(central, who, await openSession(central, who, means, entry));
  };
  route('session.sign_in', async (request, reply) => {
    const { body } = parseCall(CENTRAL_API['session.sign_in'], request);
    return enter(await signIn(central, body, callerOf(request)), 'password', request, reply);
  });
  route('session.set_password', async (request, reply) => {
    const { body } = parseCall(CENTRAL_API['session.set_password'], request);
    return enter(await setPasswordByCode(central, body, callerOf(request)), 'password', request, reply);
  });
  route('session.passkey_options', (request) => optionsToEnter(central, request));
  route('session.passkey', async (request, reply) => {
    const { body } = parseCall(CENTRAL_API['session.passkey'], request);
    return enter(await enterByPasskey(central, body.response, request, callerOf(request)), 'passkey', request, reply);
  });
  route('session.get', async (request) => {
    const who = await authorise(central, request, CENTRAL_API['session.get']);
    return sessionInfo(central, who, who.expires_at);
  });
  route('session.sign_out', async (request, reply) => {
    await closeSession(central, request, reply);
    return {};
  });
}
