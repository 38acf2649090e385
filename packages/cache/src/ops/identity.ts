import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { keyIdOf } from '@serialbridge/protocol/sync';
import type { Sealer } from '../seal/sealer.ts';
import type { OpsFile } from './open-ops.ts';

/** Who this computer is to central, and how it gets in. */
export interface Identity {
  readonly central_url: string;
  readonly central_id: string;
  readonly tenant_id: string;
  readonly station_id: string;
  readonly station_name: string;
  readonly kind: 'receiving' | 'packing';
  readonly warehouse_id: string;
  /** Empty: it is sealed under a key that is not here (the folder came from another computer). Only pairing again helps. */
  readonly credential: string;
  /** Central's identity key, pinned at the first pairing. Null: paired before there were keys, and no hello since. */
  readonly central_key: string | null;
  readonly paired_at: number;
}

export interface IdentityStore {
  read(): Identity | null;
  write(identity: Identity): void;
}

export function identityStore({ db, writing }: OpsFile, sealer: Sealer): IdentityStore {
  const all = db.prepare<[], { name: string; value: string }>('SELECT name, value FROM identity');
  const put = db.prepare<[string, string]>('INSERT OR REPLACE INTO identity (name, value) VALUES (?, ?)');
  const read = (): Identity | null => {
    const entries = all
      .all()
      .map(({ name, value }) => [name, JSON.parse(sealer.open(value) ?? '""') as unknown] as const);
    // All names are written together by `write`, in one transaction.
    if (entries.length === 0) return null;
    return { central_key: null, ...Object.fromEntries(entries) } as unknown as Identity;
  };
  const claim = db.prepare<[string | null]>('UPDATE chain SET central_key = ? WHERE central_key IS NULL');
  const write = db.transaction((identity: Identity) => {
    const before = read();
    // What was recorded before there was a key was recorded for the central that names its key first.
    if (before === null || (before.central_key === null && before.station_id === identity.station_id))
      claim.run(identity.central_key);
    for (const [name, value] of Object.entries(identity)) {
      const text = JSON.stringify(value);
      put.run(name, name === 'credential' ? sealer.seal(text) : text);
    }
  });
  return {
    read,
    write: (identity) => writing(() => write.immediate(identity)),
  };
}

/** An Ed25519 pair. `public_key`: 32 bytes in base64url; `private_key`: PKCS #8 in base64. */
export interface KeyPair {
  readonly key_id: string;
  readonly public_key: string;
  readonly private_key: string;
}

/** A key under which this computer was a station once. */
interface StationKey extends KeyPair {
  readonly tenant_id: string | null;
  readonly station_id: string;
  readonly station_name: string;
}

export interface StationKeys {
  /** Keeps a pair as that of the station; an earlier one of the same station stays too, but signs no more. */
  write(pair: KeyPair, station: Pick<Identity, 'tenant_id' | 'station_id' | 'station_name'>, at: number): void;
  /** The newest key of a station that this computer is or was; null: none, or what it is sealed with is not here. */
  read(station_id: string): StationKey | null;
  /** Makes one for the station that this computer is, should it have been paired before there were keys. */
  ensure(identity: Identity, at: number): void;
}

export function makeKeyPair(): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const public_key = publicKey.export({ format: 'jwk' }).x ?? '';
  return {
    key_id: keyIdOf(public_key, (bytes) => createHash('sha256').update(bytes).digest('hex')),
    public_key,
    private_key: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
}

/** The signature over UTF-8 text, in base64url. */
export function signText({ private_key }: KeyPair, text: string): string {
  const key = createPrivateKey({ key: Buffer.from(private_key, 'base64'), format: 'der', type: 'pkcs8' });
  return sign(null, Buffer.from(text, 'utf8'), key).toString('base64url');
}

export function stationKeys({ db }: OpsFile, sealer: Sealer): StationKeys {
  const put = db.prepare<[string, string, string, string, string, string, number]>(
    `INSERT INTO station_key (key_id, station_id, tenant_id, station_name, public_key, private_key, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const get = db.prepare<[string], StationKey>(
    `SELECT key_id, station_id, tenant_id, station_name, public_key, private_key FROM station_key WHERE station_id = ?
     ORDER BY position DESC LIMIT 1`,
  );
  const keys: StationKeys = {
    write: ({ key_id, public_key, private_key }, { station_id, tenant_id, station_name }, at) => {
      put.run(key_id, station_id, tenant_id, station_name, public_key, sealer.seal(private_key), at);
    },
    read: (station_id) => {
      const row = get.get(station_id);
      const private_key = row === undefined ? null : sealer.open(row.private_key);
      return row === undefined || private_key === null ? null : { ...row, private_key };
    },
    ensure: (identity, at) => {
      if (get.get(identity.station_id) === undefined) keys.write(makeKeyPair(), identity, at);
    },
  };
  return keys;
}
