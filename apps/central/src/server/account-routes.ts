import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { CENTRAL_API, type CentralCall } from '@serialbridge/protocol/central';
import { noteAudit } from '../audit/index.ts';
import { callerOf, type Caller } from '../auth/caller.ts';
import type { Central, SignedIn } from '../auth/central.ts';
import { addPasskey, optionsToAdd, passkeysNeed, passkeysOf, removePasskey, renamePasskey } from '../auth/passkeys.ts';
import { endSessions, sessionsOf } from '../auth/sessions.ts';
import { changeOwnPassword } from '../auth/set-password.ts';
import { proveAgain } from '../auth/sign-in.ts';
import { authorise } from '../api/authorise.ts';
import { routeSchema } from '../api/route-schema.ts';
import { parseCall, type Parsed } from '../api/serve-call.ts';
import { notFound } from '../refusal.ts';

/** The own PIN is a record's part, and served with the others of operators. */
type AccountCall = Exclude<Extract<CentralCall, `account.${string}`>, 'account.change_pin'>;

interface Asked<C extends AccountCall> extends Parsed<(typeof CENTRAL_API)[C]> {
  readonly central: Central;
  readonly who: SignedIn & { readonly session_id: string };
  readonly caller: Caller;
  readonly request: FastifyRequest;
}

/** Ends own sessions, with an entry of the audit log. */
async function end({ central, who, caller }: Asked<AccountCall>, which: { session_id?: string }): Promise<number> {
  const { tenant_id, operator_id, name } = who;
  return central.store.transaction(async (tx) => {
    const sessions = await endSessions(tx, who, which);
    if (sessions > 0)
      await noteAudit(
        tx,
        { tenant_id, operator_id, address: caller.address, now: central.now() },
        { kind: 'session-ended', entity: 'operator', subject_id: operator_id, label: name, details: { sessions } },
      );
    return sessions;
  });
}

type Answer<C extends AccountCall> = Promise<z.output<(typeof CENTRAL_API)[C]['response']>>;

/** What somebody who is signed in does with the own account, each call once. */
const SERVED: { readonly [C in AccountCall]: (asked: Asked<C>) => Answer<C> } = {
  'account.get': async ({ central, who, request }) => ({
    passkeys: await passkeysOf(central, who),
    sessions: await sessionsOf(central, who, who.session_id),
    passkeys_need: passkeysNeed(request),
    now: central.now(),
  }),
  'account.change_password': async ({ central, who, body, caller }) => {
    await changeOwnPassword(central, who, body, caller);
    return {};
  },
  // A cookie alone must not make a way in that outlasts it.
  'account.passkey_options': async ({ central, who, body, caller, request }) => {
    await proveAgain(central, who, body.current_password, caller);
    return (await optionsToAdd(central, who, request)) as Awaited<Answer<'account.passkey_options'>>;
  },
  'account.add_passkey': async ({ central, who, body, caller, request }) => {
    await addPasskey(central, who, body, { request, caller });
    return {};
  },
  'account.rename_passkey': async ({ central, who, params, body }) => {
    await renamePasskey(central, who, params.passkey_id, body.name);
    return {};
  },
  'account.remove_passkey': async ({ central, who, params, caller }) => {
    await removePasskey(central, who, params.passkey_id, caller);
    return {};
  },
  'account.end_session': async (asked) => {
    if ((await end(asked, { session_id: asked.params.session_id })) === 0) throw notFound('session');
    return {};
  },
  'account.sign_out_everywhere': async (asked) => {
    await end(asked, {});
    return {};
  },
};

export function addAccountRoutes(app: FastifyInstance, central: Central): void {
  for (const name of Object.keys(SERVED) as AccountCall[]) {
    const declaration = CENTRAL_API[name];
    const run = SERVED[name] as (asked: object) => Promise<unknown>;
    app.route({
      method: declaration.method,
      url: declaration.path,
      schema: routeSchema(name, declaration),
      bodyLimit: 16 * 1024,
      handler: async (request) => {
        const who = await authorise(central, request, declaration);
        return run({ ...parseCall(declaration, request), central, who, request, caller: callerOf(request) });
      },
    });
  }
}
