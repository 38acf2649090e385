import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import { fingerprintOf } from '@serialbridge/protocol/sync';
import { sha256 } from '../ledger/sha256.ts';
import type { CentralIdentityTable } from '../storage/store/database.ts';
import type { ReadTx, Store, WriteTx } from '../storage/store/store.ts';
import { NO_TENANT } from './attempts.ts';

/** Who this central is to its stations. The private half stays in here. */
export interface CentralIdentity {
  /** Ed25519, 32 bytes in base64url. */
  readonly public_key: string;
  /** Of the public key, as people compare it. */
  readonly fingerprint: string;
  /** Over UTF-8 text, in base64url. */
  readonly sign: (text: string) => string;
  /** True if this central signed the text itself. */
  readonly isOwn: (text: string, signature: string) => boolean;
}

const known = new WeakMap<Store, Promise<CentralIdentity>>();

/**
 * The identity of the central whose database this is. The key is in the database and nowhere else: so all centrals on one database are one
 * central, a restored database is the same central as before, and another database is another central, whatever its address. It is made
 * when it is first asked for, which every start does; of two centrals that make one at once the first one's stays.
 */
export function centralIdentity(store: Store): Promise<CentralIdentity> {
  const found = known.get(store);
  if (found !== undefined) return found;
  const reading = readOrMake(store);
  known.set(store, reading);
  reading.catch(() => known.delete(store));
  return reading;
}

function read(db: ReadTx['db'] | WriteTx['db']): Promise<CentralIdentityTable | undefined> {
  return db.selectFrom('central_identity').selectAll().where('tenant_id', '=', NO_TENANT).executeTakeFirst();
}

async function readOrMake(store: Store): Promise<CentralIdentity> {
  const row = await read(store.db);
  if (row !== undefined) return identityOf(row);
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const made: CentralIdentityTable = {
    tenant_id: NO_TENANT,
    public_key: publicKey.export({ format: 'jwk' }).x ?? '',
    private_key: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    created_at: Date.now(),
  };
  await store.transaction((tx) =>
    tx.db
      .insertInto('central_identity')
      .values(made)
      .onConflict((conflict) => conflict.columns(['tenant_id']).doNothing())
      .execute(),
  );
  return identityOf((await read(store.db)) ?? made);
}

function identityOf({ public_key, private_key }: CentralIdentityTable): CentralIdentity {
  const secret: KeyObject = createPrivateKey({
    key: Buffer.from(private_key, 'base64'),
    format: 'der',
    type: 'pkcs8',
  });
  const open = createPublicKey(secret);
  return {
    public_key,
    fingerprint: fingerprintOf(public_key, sha256),
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), secret).toString('base64url'),
    isOwn: (text, signature) => verify(null, Buffer.from(text, 'utf8'), open, Buffer.from(signature, 'base64url')),
  };
}
