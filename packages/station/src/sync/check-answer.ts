import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto';
import { answerText, ERRORS, SIGNATURE_HEADER } from '@serialbridge/protocol';
import { CentralError } from './central-error.ts';

export const sha256 = (given: string | Uint8Array): string => createHash('sha256').update(given).digest('hex');

function isSignedBy(public_key: string, text: string, signature: string): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: public_key }, format: 'jwk' });
    return verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

/** What was asked, as central's signature names it. */
export interface Question {
  readonly method: string;
  readonly url: URL;
  /** JSON; null: none. */
  readonly text: string | null;
  readonly nonce: string;
}

export const newNonce = (): string => randomBytes(16).toString('base64url');

/**
 * True if the central of this key gave this answer, to this very question, for this station. `station_id` null: for one that central cannot
 * know yet. Central can refuse before it looks who asks, so a refusal may name no station; that a station was revoked is said only to it.
 */
export function isOfCentral(
  central_key: string,
  question: Question,
  station_id: string | null,
  { response, body }: { readonly response: Response; readonly body: Uint8Array },
): boolean {
  const signature = response.headers.get(SIGNATURE_HEADER);
  if (signature === null) return false;
  const { method, url, text, nonce } = question;
  const proof = {
    method,
    path: `${url.pathname}${url.search}`,
    nonce,
    asked_hash: sha256(text ?? ''),
    status: response.status,
    answer_hash: sha256(body),
  };
  const named = response.ok ? [station_id] : [station_id, null];
  return named.some((one) => isSignedBy(central_key, answerText({ ...proof, station_id: one }), signature));
}

/** What answers in central's place and cannot prove that it is central is not believed in anything. */
export const foreignCentral = (): CentralError =>
  new CentralError(0, 'sync.foreign-central', ERRORS['sync.foreign-central'].meaning);
