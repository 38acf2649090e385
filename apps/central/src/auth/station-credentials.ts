import { timingSafeEqual } from 'node:crypto';
import { hashSecret, makeSecret } from './secrets.ts';
import type { Store, WriteTx } from '../storage/store/store.ts';
import { addKey } from './station-keys.ts';
import { readCredential } from './credential-cache.ts';
import { Refusal } from '../refusal.ts';

/** Who sends. Every query of a sync call is confined to this tenant. */
export interface SyncStation {
  readonly tenant_id: string;
  readonly station_id: string;
}

const SHAPE = /^sb1\.([0-9a-f-]{36})\.([0-9a-f-]{36})\.([\w-]{43})$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * A credential names its tenant and station, so that looking it up touches one tenant; only the hash of its secret is kept. The key that came
 * with it is kept beside those of earlier pairings, and is the one that batches are signed with from now on.
 */
export async function issueCredential(
  tx: WriteTx,
  { tenant_id, station_id }: SyncStation,
  { computer_name, public_key }: { readonly computer_name: string; readonly public_key: string },
  now: number,
): Promise<string> {
  const secret = makeSecret();
  const row = {
    tenant_id,
    station_id,
    secret_hash: hashSecret(secret),
    computer_name,
    created_at: now,
    revoked_at: null,
    key_id: await addKey(tx, { tenant_id, station_id }, public_key, now),
  };
  await tx.db
    .insertInto('station_credential')
    .values(row)
    .onConflict((conflict) => conflict.columns(['tenant_id', 'station_id']).doUpdateSet(row))
    .execute();
  return `sb1.${tenant_id}.${station_id}.${secret}`;
}

/** The station that a credential names, be it right or not; null: it is no credential. */
export function claimedStation(authorization: string | undefined): SyncStation | null {
  const [, tenant_id, station_id] = SHAPE.exec((authorization ?? '').replace(/^Bearer /i, '')) ?? [];
  return tenant_id === undefined || station_id === undefined ? null : { tenant_id, station_id };
}

/**
 * @param authorization the header's value, `Bearer …`
 * @throws Refusal `station.unauthenticated`, or `station.revoked` if the credential was right once
 */
export async function authenticateStation(store: Store, authorization: string | undefined): Promise<SyncStation> {
  const [, tenant_id, station_id, secret] = SHAPE.exec((authorization ?? '').replace(/^Bearer /i, '')) ?? [];
  if (
    tenant_id === undefined ||
    station_id === undefined ||
    secret === undefined ||
    !UUID.test(tenant_id) ||
    !UUID.test(station_id)
  ) {
    throw new Refusal('station.unauthenticated');
  }
  const row = await readCredential(store, tenant_id, station_id);
  if (row === undefined || !timingSafeEqual(Buffer.from(row.secret_hash), Buffer.from(hashSecret(secret)))) {
    throw new Refusal('station.unauthenticated');
  }
  if (row.revoked_at !== null) throw new Refusal('station.revoked');
  return { tenant_id, station_id };
}
