import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { NO_TENANT } from './attempts.ts';
import type { Store } from '../storage/store/store.ts';

/**
 * A challenge of WebAuthn says itself when it was made and for what, signed with a key in the database. So nobody who asks for challenges fills
 * anything, and every central on the database knows those of the others.
 */
const LASTS_MS = 5 * 60 * 1000;
const TIME_BYTES = 8;
const RANDOM_BYTES = 16;
const SIGNED_BYTES = TIME_BYTES + RANDOM_BYTES;

const keys = new WeakMap<Store, Promise<Buffer>>();

async function readKey(store: Store, now: number): Promise<Buffer> {
  const key = await store.transaction(async ({ db }) => {
    // Of two that start at once the first one's key stands.
    await db
      .insertInto('sign_in_key')
      .values({ tenant_id: NO_TENANT, key: randomBytes(32).toString('base64url'), made_at: now })
      .onConflict((conflict) => conflict.columns(['tenant_id']).doNothing())
      .execute();
    const row = await db
      .selectFrom('sign_in_key')
      .select('key')
      .where('tenant_id', '=', NO_TENANT)
      .executeTakeFirstOrThrow();
    return row.key;
  });
  return Buffer.from(key, 'base64url');
}

function keyOf(store: Store, now: number): Promise<Buffer> {
  let key = keys.get(store);
  if (key === undefined) {
    key = readKey(store, now);
    // A database that was away is asked again.
    key.catch(() => keys.delete(store));
    keys.set(store, key);
  }
  return key;
}

const sign = (key: Buffer, purpose: string, part: Uint8Array): Buffer =>
  createHmac('sha256', key).update(purpose).update('\n').update(part).digest();

/** `purpose`: for what and whom; a challenge is good for nothing else. */
export async function makeChallenge(store: Store, purpose: string, now: number): Promise<Uint8Array<ArrayBuffer>> {
  const part = Buffer.alloc(SIGNED_BYTES);
  part.writeBigUInt64BE(BigInt(now));
  randomBytes(RANDOM_BYTES).copy(part, TIME_BYTES);
  return Uint8Array.from(Buffer.concat([part, sign(await keyOf(store, now), purpose, part)]));
}

/** When the challenge (base64url) was made; null: it is none of ours, for something else, or too old. */
export async function challengeMadeAt(
  store: Store,
  challenge: string,
  purpose: string,
  now: number,
): Promise<number | null> {
  const bytes = Buffer.from(challenge, 'base64url');
  const part = bytes.subarray(0, SIGNED_BYTES);
  const signature = bytes.subarray(SIGNED_BYTES);
  const right = sign(await keyOf(store, now), purpose, part);
  if (signature.length !== right.length || !timingSafeEqual(signature, right)) return null;
  const made_at = Number(part.readBigUInt64BE());
  return Math.abs(now - made_at) <= LASTS_MS ? made_at : null;
}
