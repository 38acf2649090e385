import type { FastifyReply, FastifyRequest } from 'fastify';
import { callerOf, DEVICE_COOKIE, type Caller } from './caller.ts';
import { hashSecret, makeSecret } from './secrets.ts';
import type { ReadTx, Store, WriteTx } from '../storage/store/store.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Browsers forget a cookie after 400 days whatever it says. */
const COOKIE_SECONDS = 400 * 24 * 60 * 60;
const FORGOTTEN_AFTER_MS = 180 * DAY_MS;

interface Whose {
  readonly tenant_id: string;
  readonly operator_id: string;
}

/** True if this browser has signed this person in before. */
export async function isKnownDevice(
  db: ReadTx['db'],
  { tenant_id, operator_id }: Whose,
  { device_hash }: Caller,
): Promise<boolean> {
  if (device_hash === null) return false;
  const row = await db
    .selectFrom('known_device')
    .select('device_hash')
    .where('tenant_id', '=', tenant_id)
    .where('operator_id', '=', operator_id)
    .where('device_hash', '=', device_hash)
    .executeTakeFirst();
  return row !== undefined;
}

/** From now on this browser has signed this person in before. One browser has one cookie, whoever signs in at it. @returns the cookie's secret */
export async function rememberDevice(
  { db }: WriteTx,
  { tenant_id, operator_id }: Whose,
  request: FastifyRequest,
  now: number,
): Promise<string> {
  const known = request.cookies[DEVICE_COOKIE];
  const secret = known !== undefined && callerOf(request).device_hash !== null ? known : makeSecret();
  const row = { tenant_id, operator_id, device_hash: hashSecret(secret), first_used_at: now, last_used_at: now };
  await db
    .insertInto('known_device')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'operator_id', 'device_hash']).doUpdateSet({ last_used_at: now }),
    )
    .execute();
  return secret;
}

export function setDeviceCookie(reply: FastifyReply, secret: string, secure: boolean): void {
  const cookie = { path: '/api', httpOnly: true, sameSite: 'strict', secure, maxAge: COOKIE_SECONDS } as const;
  void reply.setCookie(DEVICE_COOKIE, secret, cookie);
}

export async function forgetDevicesOf({ db }: WriteTx, { tenant_id, operator_id }: Whose): Promise<void> {
  await db
    .deleteFrom('known_device')
    .where('tenant_id', '=', tenant_id)
    .where('operator_id', '=', operator_id)
    .execute();
}

/** Browsers that nobody has signed in at for half a year. */
export async function sweepDevices(store: Store, tenant_id: string, now: number): Promise<void> {
  await store.transaction(({ db }) =>
    db
      .deleteFrom('known_device')
      .where('tenant_id', '=', tenant_id)
      .where('last_used_at', '<', now - FORGOTTEN_AFTER_MS)
      .execute(),
  );
}
