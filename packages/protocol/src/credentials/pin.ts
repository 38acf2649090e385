import { fromBase64Url, toBase64Url } from '../base64url.ts';

/** scrypt's cost: N (a power of two), block size r, parallelism p. */
export interface ScryptCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

type Scrypt = (
  secret: string,
  salt: Uint8Array,
  key_length: number,
  cost: ScryptCost & { readonly maxmem: number },
  done: (error: Error | null, key: Uint8Array) => void,
) => void;

/** What of node:crypto is needed; the module itself is passed in, so that nothing here needs Node. Its scrypt runs on threads of its own. */
export interface PinCrypto {
  readonly scrypt: Scrypt;
  readonly randomBytes: (length: number) => Uint8Array;
}

/** About 60 ms on a dock computer: a PIN is short, so each guess must cost. OWASP's N=2^15 with r=8, p=1 uses 32 MiB. */
export const PIN_COST: ScryptCost = { N: 32_768, r: 8, p: 1 };
const SALT_BYTES = 16;
const KEY_BYTES = 32;
/** A stored hash may not make us work for minutes or take gigabytes. */
const LARGEST: ScryptCost = { N: 1_048_576, r: 32, p: 16 };

export interface PinHash extends ScryptCost {
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

/** `scrypt$N$r$p$salt$hash`, salt and hash in base64url without padding. */
export function formatPinHash({ N, r, p, salt, hash }: PinHash): string {
  return `scrypt$${N}$${r}$${p}$${toBase64Url(salt)}$${toBase64Url(hash)}`;
}

/** Null: not of that form, or of a cost nobody would set. */
export function parsePinHash(text: string): PinHash | null {
  const parts = /^scrypt\$(\d{1,7})\$(\d{1,2})\$(\d{1,2})\$([\w-]{11,100})\$([\w-]{22,200})$/.exec(text);
  if (!parts) return null;
  const [N, r, p] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const salt = fromBase64Url(parts[4] ?? '');
  const hash = fromBase64Url(parts[5] ?? '');
  const fits = N >= 2 && (N & (N - 1)) === 0 && r >= 1 && p >= 1 && N <= LARGEST.N && r <= LARGEST.r && p <= LARGEST.p;
  return fits && salt && hash ? { N, r, p, salt, hash } : null;
}

/** `maxmem` must be above 128 · N · r bytes. */
function derive(
  { scrypt }: Pick<PinCrypto, 'scrypt'>,
  pin: string,
  salt: Uint8Array,
  length: number,
  { N, r, p }: ScryptCost,
): Promise<Uint8Array> {
  const cost = { N, r, p, maxmem: 128 * r * (N + p) + 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(pin, salt, length, cost, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

/** Hashes a new PIN under a new salt. */
export async function hashPin(pin: string, crypto: PinCrypto, cost: ScryptCost = PIN_COST): Promise<string> {
  const salt = crypto.randomBytes(SALT_BYTES);
  return formatPinHash({ ...cost, salt, hash: await derive(crypto, pin, salt, KEY_BYTES, cost) });
}

/** True if the PIN is the one that was hashed. Takes as long for a wrong one; false for a hash that cannot be read. */
export async function verifyPin(pin: string, pin_hash: string, crypto: Pick<PinCrypto, 'scrypt'>): Promise<boolean> {
  const stored = parsePinHash(pin_hash);
  if (!stored) return false;
  const found = await derive(crypto, pin, stored.salt, stored.hash.length, stored);
  // Every byte is compared, so that time does not tell how much was right.
  let differs = found.length ^ stored.hash.length;
  for (const [at, byte] of stored.hash.entries()) differs |= byte ^ (found[at] ?? 0);
  return differs === 0;
}
