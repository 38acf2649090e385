import { z } from 'zod';
import { keyIdOf } from './station-key.ts';

/**
 * What is signed between central and its stations (resources/docs/SYNC.md, "Who is central, and who is a station"). All signatures are Ed25519 over
 * UTF-8 text, 64 bytes in base64url. Each text begins with what it is for, so that no signature can be shown for another purpose. Every part
 * is of an alphabet without line ends, so one text has one reading.
 */
export const Signature = z.string().regex(/^[\w-]{86}$/u);
/** 16 random bytes in base64url, new for each request. */
export const Nonce = z.string().regex(/^[\w-]{22}$/u);

/** A station's request carries its nonce here. What is asked without one is answered unsigned. */
export const NONCE_HEADER = 'serialbridge-nonce';
/** Central's answer carries its signature here: of every answer to a station's call, refusals too. */
export const SIGNATURE_HEADER = 'serialbridge-signature';
/** The feed's answer carries here central's signature over `witnessText` of the cursor that its page ends at. */
export const WITNESS_HEADER = 'serialbridge-witness';

/** An answer and what it answers. A hash is SHA-256 in hex. */
export interface AnswerProof {
  readonly method: string;
  /** Path and query as they went over the line. */
  readonly path: string;
  readonly nonce: string;
  /** Of the request's body; null: it was refused, perhaps before its body was read. */
  readonly asked_hash: string | null;
  readonly status: number;
  /** Whom central took the caller for; null: nobody it knows. */
  readonly station_id: string | null;
  readonly answer_hash: string;
}

/**
 * The text that central signs for an answer. It names the whole request: an answer to another request, to another station, of another
 * time or with another body does not fit. A body of a refusal is not named, because central refuses before it reads one.
 */
export const answerText = (proof: AnswerProof): string =>
  [
    'serialbridge answer',
    `${proof.method} ${proof.path}`,
    proof.nonce,
    proof.status < 400 ? (proof.asked_hash ?? '-') : '-',
    String(proof.status),
    proof.station_id ?? '-',
    proof.answer_hash,
  ].join('\n');

/** What a station signs of a batch. Each event's hash covers the one before it, so the last one covers the batch. */
export interface BatchProof {
  readonly station_id: string;
  readonly incarnation: string;
  readonly first_seq: number;
  readonly last_seq: number;
  readonly last_hash: string;
  readonly is_oldest: boolean;
}

export const batchText = (batch: BatchProof): string =>
  [
    'serialbridge batch',
    batch.station_id,
    batch.incarnation,
    `${batch.first_seq} ${batch.last_seq}`,
    batch.last_hash,
    batch.is_oldest ? 'oldest' : '-',
  ].join('\n');

interface ShownVersion {
  readonly epoch: string;
  readonly version: number;
  readonly hash: string;
}

/** Central's word that this station was shown this version: what a restored central is convicted by. */
export const witnessText = (station_id: string, { epoch, version, hash }: ShownVersion): string =>
  ['serialbridge witness', station_id, epoch, String(version), hash].join('\n');

/** A key as people compare it, on the console's page of stations and at a station: sixteen hex digits in fours. */
export function fingerprintOf(public_key: string, sha256: (bytes: Uint8Array) => string): string {
  return keyIdOf(public_key, sha256)
    .slice(0, 16)
    .replaceAll(/(.{4})(?=.)/gu, '$1 ');
}
