import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Central, SignedIn } from './central.ts';
import { readRole } from './rights.ts';
import { hashSecret, makeSecret } from './secrets.ts';

const SESSION_COOKIE = 'serialbridge_session';
/** Of the last use; a working day. */
const IDLE_MS = 12 * 60 * 60 * 1000;
/** A session's end is moved at most this often, so that reading pages does not write all the time. */
const TOUCH_MS = 60 * 1000;

/** The cookie names its tenant, so that looking it up touches one tenant; only the hash of its secret is kept. */
const COOKIE = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{43})$/u;

function readCookie(request: FastifyRequest): { tenant_id: string; session_hash: string } | null {
  const [, tenant_id, secret] = COOKIE.exec(request.cookies[SESSION_COOKIE] ?? '') ?? [];
  return tenant_id === undefined || secret === undefined ? null : { tenant_id, session_hash: hashSecret(secret) };
}

export async function openSession(
  { store, now }: Central,
  who: { tenant_id: string; operator_id: string },
  reply: FastifyReply,
  secure: boolean,
): Promise<number> {
  const secret = makeSecret();
  const cookie = `${who.tenant_id}.${secret}`;
  const at = now();
  const expires_at = at + IDLE_MS;
  await store.transaction(async ({ db }) => {
    await db.deleteFrom('session').where('tenant_id', '=', who.tenant_id).where('expires_at', '<', at).execute();
    await db
      .insertInto('session')
      .values({
        tenant_id: who.tenant_id,
        session_hash: hashSecret(secret),
        operator_id: who.operator_id,
        created_at: at,
        last_used_at: at,
        expires_at,
      })
      .execute();
  });
  void reply.setCookie(SESSION_COOKIE, cookie, { path: '/', httpOnly: true, sameSite: 'strict', secure });
  return expires_at;
}

/** Who the cookie stands for; null: nobody (any more). The operator's row and the role's are read each time: a right taken away is gone at once. */
export async function readSession(
  { store, now }: Central,
  request: FastifyRequest,
): Promise<(SignedIn & { expires_at: number }) | null> {
  const cookie = readCookie(request);
  if (cookie === null) return null;
  const { tenant_id, session_hash } = cookie;
  const at = now();
  const row = await store.db
    .selectFrom('session')
    .innerJoin('operator', (join) =>
      join
        .onRef('operator.tenant_id', '=', 'session.tenant_id')
        .onRef('operator.operator_id', '=', 'session.operator_id'),
    )
    .select([
      'session.operator_id',
      'session.expires_at',
      'session.last_used_at',
      'operator.code',
      'operator.name',
      'operator.role',
      'operator.active',
    ])
    .where('session.tenant_id', '=', tenant_id)
    .where('session.session_hash', '=', session_hash)
    .executeTakeFirst();
  if (!row?.active || row.expires_at <= at) return null;
  const { operator_id, code, name, role } = row;
  let { expires_at } = row;
  if (row.last_used_at + TOUCH_MS < at) {
    expires_at = at + IDLE_MS;
    await store.transaction(({ db }) =>
      db
        .updateTable('session')
        .set({ last_used_at: at, expires_at })
        .where('tenant_id', '=', tenant_id)
        .where('session_hash', '=', session_hash)
        .execute(),
    );
  }
  const facts = await readRole(store.db, tenant_id, role);
  return { tenant_id, operator_id, code, name, role, ...facts, expires_at };
}

export async function closeSession({ store }: Central, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const cookie = readCookie(request);
  if (cookie !== null) {
    const { tenant_id, session_hash } = cookie;
    await store.transaction(({ db }) =>
      db.deleteFrom('session').where('tenant_id', '=', tenant_id).where('session_hash', '=', session_hash).execute(),
    );
  }
  void reply.clearCookie(SESSION_COOKIE, { path: '/' });
}

/** All sessions of a person end: the PIN or the role changed, or the person left. */
export async function closeSessionsOf({ store }: Central, tenant_id: string, operator_id: string): Promise<void> {
  await store.transaction(({ db }) =>
    db.deleteFrom('session').where('tenant_id', '=', tenant_id).where('operator_id', '=', operator_id).execute(),
  );
}
