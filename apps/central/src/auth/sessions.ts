import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SessionRow } from '@serialbridge/protocol/central';
import { noteAudit } from '../audit/index.ts';
import { callerOf } from './caller.ts';
import type { Central, SignedIn } from './central.ts';
import { rememberDevice, setDeviceCookie } from './known-devices.ts';
import { readRole } from './rights.ts';
import { hashSecret, makeSecret } from './secrets.ts';
import type { Store, WriteTx } from '../storage/store/store.ts';

const SESSION_COOKIE = 'serialbridge_session';
const HOUR_MS = 60 * 60 * 1000;
/** Of the last use; a working day. */
const IDLE_MS = 12 * HOUR_MS;
/** Of the sign-in, however much it is used: whoever has taken a cookie loses it by tomorrow. */
const LONGEST_MS = 24 * HOUR_MS;
/** A session's end is moved at most this often, so that reading pages does not write all the time. */
const TOUCH_MS = 60 * 1000;

/** The cookie names its tenant, so that looking it up touches one tenant; only the hash of its secret is kept. */
const COOKIE = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{43})$/u;

function readCookie(request: FastifyRequest): { tenant_id: string; session_hash: string } | null {
  const [, tenant_id, secret] = COOKIE.exec(request.cookies[SESSION_COOKIE] ?? '') ?? [];
  return tenant_id === undefined || secret === undefined ? null : { tenant_id, session_hash: hashSecret(secret) };
}

/** When a session ends that is used now. */
const endOf = (created_at: number, now: number): number => Math.min(now + IDLE_MS, created_at + LONGEST_MS);

/** The request that a person signs in by. */
export interface Entry {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Cookies go over TLS only. */
  readonly secure: boolean;
}

/** Lets a person in who has proven to be that person: a session, a browser that is known from now on, an entry of the audit log. */
export async function openSession(
  { store, now }: Central,
  who: Pick<SignedIn, 'tenant_id' | 'operator_id' | 'name'>,
  means: 'password' | 'passkey',
  { request, reply, secure }: Entry,
): Promise<number> {
  const { tenant_id, operator_id, name } = who;
  const { address, device } = callerOf(request);
  const secret = makeSecret();
  const at = now();
  const expires_at = endOf(at, at);
  const device_secret = await store.transaction(async (tx) => {
    await tx.db
      .insertInto('session')
      .values({
        tenant_id,
        session_hash: hashSecret(secret),
        operator_id,
        created_at: at,
        last_used_at: at,
        expires_at,
        device,
        address,
      })
      .execute();
    await noteAudit(
      tx,
      { tenant_id, operator_id, address, now: at },
      { kind: 'signed-in', entity: 'operator', subject_id: operator_id, label: name, details: { means } },
    );
    return rememberDevice(tx, who, request, at);
  });
  void reply.setCookie(SESSION_COOKIE, `${tenant_id}.${secret}`, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure,
  });
  setDeviceCookie(reply, device_secret, secure);
  return expires_at;
}

/** Who the cookie stands for; null: nobody (any more). The operator's row and the role's are read each time: a right taken away is gone at once. */
export async function readSession(
  { store, now }: Central,
  request: FastifyRequest,
): Promise<(SignedIn & { expires_at: number; session_id: string }) | null> {
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
      'session.created_at',
      'session.expires_at',
      'session.last_used_at',
      'session.device',
      'operator.code',
      'operator.name',
      'operator.role',
      'operator.active',
    ])
    .where('session.tenant_id', '=', tenant_id)
    .where('session.session_hash', '=', session_hash)
    .executeTakeFirst();
  // One without a device was opened by a PIN, before there were passwords.
  if (!row?.active || row.device === null || row.expires_at <= at || row.created_at + LONGEST_MS <= at) return null;
  const { operator_id, code, name, role } = row;
  let { expires_at } = row;
  if (row.last_used_at + TOUCH_MS < at) {
    expires_at = endOf(row.created_at, at);
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
  return { tenant_id, operator_id, code, name, role, ...facts, expires_at, session_id: session_hash };
}

/** The browser is signed out. @returns who was, if anybody */
export async function closeSession(central: Central, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const who = await readSession(central, request);
  if (who !== null) {
    const { tenant_id, operator_id, name, session_id } = who;
    const { address } = callerOf(request);
    await central.store.transaction(async (tx) => {
      await endSessions(tx, who, { session_id });
      await noteAudit(
        tx,
        { tenant_id, operator_id, address, now: central.now() },
        { kind: 'signed-out', entity: 'operator', subject_id: operator_id, label: name, details: {} },
      );
    });
  }
  void reply.clearCookie(SESSION_COOKIE, { path: '/' });
}

/** Ends one session of a person, all, or all but one. @returns how many */
export async function endSessions(
  { db }: WriteTx,
  { tenant_id, operator_id }: Pick<SignedIn, 'tenant_id' | 'operator_id'>,
  which: { readonly session_id?: string; readonly but?: string } = {},
): Promise<number> {
  const { session_id, but } = which;
  const ended = await db
    .deleteFrom('session')
    .where('tenant_id', '=', tenant_id)
    .where('operator_id', '=', operator_id)
    .$if(session_id !== undefined, (query) => query.where('session_hash', '=', session_id ?? ''))
    .$if(but !== undefined, (query) => query.where('session_hash', '!=', but ?? ''))
    .executeTakeFirst();
  return Number(ended.numDeletedRows);
}

/** Where a person is signed in now, the last used first. `current`: the session that asks. */
export async function sessionsOf(
  { store, now }: Central,
  { tenant_id, operator_id }: Pick<SignedIn, 'tenant_id' | 'operator_id'>,
  current: string | null,
): Promise<SessionRow[]> {
  const at = now();
  const rows = await store.db
    .selectFrom('session')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('operator_id', '=', operator_id)
    .where('expires_at', '>', at)
    .where('created_at', '>', at - LONGEST_MS)
    .orderBy('last_used_at', 'desc')
    .limit(200)
    .execute();
  return rows.flatMap(({ session_hash, device, address, created_at, last_used_at, expires_at }) =>
    device === null
      ? []
      : [
          {
            session_id: session_hash,
            device,
            address: address ?? '',
            created_at,
            last_used_at,
            expires_at,
            current: session_hash === current,
          },
        ],
  );
}

export async function sweepSessions(store: Store, tenant_id: string, now: number): Promise<void> {
  await store.transaction(({ db }) =>
    db
      .deleteFrom('session')
      .where('tenant_id', '=', tenant_id)
      .where((eb) => eb.or([eb('expires_at', '<', now), eb('created_at', '<', now - LONGEST_MS)]))
      .execute(),
  );
}
