import { canonicalJson } from './canonical-json.ts';
import type { Envelope } from './envelope.ts';

/** SHA-256 of UTF-8 text as lower-case hex; node:crypto in the host and central. */
export type Sha256Hex = (text: string) => string;

/** The bytes that are hashed: RFC 8785 canonical JSON of the envelope without `hash`, prev_hash included. */
export function canonicalBytes(envelope: Omit<Envelope, 'hash'>): string {
  const { hash: _, ...rest } = envelope as Envelope;
  const text = canonicalJson(rest);
  if (text === undefined) throw new TypeError('envelope has no canonical form');
  return text;
}

/** Puts the hash on an envelope, chaining it to the one before it. */
export function sealEnvelope(envelope: Omit<Envelope, 'hash'>, sha256: Sha256Hex): Envelope {
  return { ...envelope, hash: sha256(canonicalBytes(envelope)) };
}

/** True if the envelope's own hash is right and it follows `prev_hash`. */
export function followsChain(envelope: Envelope, prev_hash: string, sha256: Sha256Hex): boolean {
  return envelope.prev_hash === prev_hash && envelope.hash === sha256(canonicalBytes(envelope));
}
