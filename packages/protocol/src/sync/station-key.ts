import { z } from 'zod';
import { fromBase64Url } from '../base64url.ts';

/** Ed25519 public key: 32 bytes in base64url. */
export const PublicKey = z.string().regex(/^[\w-]{43}$/u);
/** The first 32 hex digits of SHA-256 over the public key's 32 bytes. */
export const KeyId = z.string().regex(/^[0-9a-f]{32}$/u);

/**
 * The id under which the station that signs and central that checks both keep the key. @param sha256 answers hex digits
 * @throws TypeError if the key is not base64url
 */
export function keyIdOf(public_key: string, sha256: (bytes: Uint8Array) => string): string {
  const bytes = fromBase64Url(public_key);
  if (bytes === null) throw new TypeError('a public key is not base64url');
  return sha256(bytes).slice(0, 32);
}
