import { createPublicKey, verify } from 'node:crypto';
import { keyIdOf } from '@serialbridge/protocol/sync';
import { sha256 } from '../ledger/sha256.ts';
import type { StationKeyTable } from '../storage/store/database.ts';
import type { ReadTx, WriteTx } from '../storage/store/store.ts';

interface OfStation {
  readonly tenant_id: string;
  readonly station_id: string;
}

/** True if the Ed25519 signature (base64url) over the UTF-8 text is that of the key. */
export function isSignedBy(public_key: string, text: string, signature: string): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: public_key }, format: 'jwk' });
    return verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

export function keysOf(
  db: ReadTx['db'] | WriteTx['db'],
  { tenant_id, station_id }: OfStation,
): Promise<StationKeyTable[]> {
  return db
    .selectFrom('station_key')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('station_id', '=', station_id)
    .execute();
}

/** Keeps a key that came with a pairing, beside those of earlier pairings. @returns its id */
export async function addKey(
  tx: WriteTx,
  { tenant_id, station_id }: OfStation,
  public_key: string,
  now: number,
): Promise<string> {
  const key_id = keyIdOf(public_key, sha256);
  await tx.db
    .insertInto('station_key')
    .values({ tenant_id, station_id, key_id, public_key, created_at: now })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'station_id', 'key_id']).doNothing())
    .execute();
  return key_id;
}
