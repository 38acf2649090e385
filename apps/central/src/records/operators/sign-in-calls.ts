import { CENTRAL_API } from '@serialbridge/protocol/central';
import { noteAudit } from '../../audit/index.ts';
import { serve, type Call, type ServedCall } from '../../api/serve-call.ts';
import { callerOf } from '../../auth/caller.ts';
import { findEnterer, type Enterer } from '../../auth/people.ts';
import { readRole } from '../../auth/rights.ts';
import { endSessions, sessionsOf } from '../../auth/sessions.ts';
import { giveCode } from '../../auth/set-password.ts';
import { notFound } from '../../refusal.ts';
import { checkReach } from '../roles/grants.ts';

type AboutPerson = Call<(typeof CENTRAL_API)['operators.sessions']>;

/** The active operator that a call is about. */
async function personOf({ central, who, params }: Pick<AboutPerson, 'central' | 'who' | 'params'>): Promise<Enterer> {
  const person = await findEnterer(central, who.tenant_id, 'operator_id', params.operator_id);
  if (person === undefined) throw notFound('operator who is active');
  return person;
}

/** Ends sessions of somebody else, with an entry of the audit log. */
async function end(
  { central, who, params, request }: Pick<AboutPerson, 'central' | 'who' | 'params' | 'request'>,
  which: { readonly session_id?: string },
): Promise<number> {
  const { tenant_id } = who;
  const { operator_id, name } = await personOf({ central, who, params });
  return central.store.transaction(async (tx) => {
    const sessions = await endSessions(tx, { tenant_id, operator_id }, which);
    if (sessions > 0)
      await noteAudit(
        tx,
        { tenant_id, operator_id: who.operator_id, address: callerOf(request).address, now: central.now() },
        { kind: 'session-ended', entity: 'operator', subject_id: operator_id, label: name, details: { sessions } },
      );
    return sessions;
  });
}

const oneTimeCode: ServedCall = serve(CENTRAL_API['operators.one_time_code'], async (call) => {
  const { central, who, body, request } = call;
  const { reset } = body;
  const person = await personOf(call);
  // Whoever may look after people would else give himself an admin's password.
  const { rights } = await readRole(central.store.db, who.tenant_id, person.role);
  checkReach(who, rights, `Giving ${person.name} a one-time code`);
  return giveCode(central, who, person, { reset, caller: callerOf(request) });
});

const listSessions: ServedCall = serve(CENTRAL_API['operators.sessions'], async (call) => {
  const { central, who } = call;
  const { operator_id } = await personOf(call);
  return { rows: await sessionsOf(central, { tenant_id: who.tenant_id, operator_id }, null), now: central.now() };
});

const endOne: ServedCall = serve(CENTRAL_API['operators.end_session'], async (call) => {
  if ((await end(call, { session_id: call.params.session_id })) === 0) throw notFound('session');
  return {};
});

const endAll: ServedCall = serve(CENTRAL_API['operators.end_sessions'], async (call) => {
  await end(call, {});
  return {};
});

/** How a person gets into the console, and out of it, by somebody else's hand. */
export const SIGN_IN_CALLS = {
  'operators.one_time_code': oneTimeCode,
  'operators.sessions': listSessions,
  'operators.end_session': endOne,
  'operators.end_sessions': endAll,
};
