import { createHash, type Hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest, onSendAsyncHookHandler, preParsingHookHandler } from 'fastify';
import { answerText, Nonce, NONCE_HEADER, SIGNATURE_HEADER, type AnswerProof } from '@serialbridge/protocol';
import { centralIdentity } from '../auth/central-identity.ts';
import { authenticateStation, claimedStation, type SyncStation } from '../auth/station-credentials.ts';
import { sha256 } from '../ledger/sha256.ts';
import { Refusal } from '../refusal.ts';
import type { Store } from '../storage/store/store.ts';

/** Whom a request came from, as far as central knows it for true. */
const callers = new WeakMap<FastifyRequest, string>();
const bodies = new WeakMap<FastifyRequest, Hash>();

/** As `authenticateStation`; and the answer will say for whom it is. @throws Refusal */
export async function authenticateCaller(store: Store, request: FastifyRequest): Promise<SyncStation> {
  const { authorization } = request.headers;
  try {
    const station = await authenticateStation(store, authorization);
    callers.set(request, station.station_id);
    return station;
  } catch (error) {
    // Its credential was right once: the station may believe that it was revoked, because this is said to it alone.
    const claimed = claimedStation(authorization);
    if (claimed !== null && error instanceof Refusal && error.code === 'station.revoked')
      callers.set(request, claimed.station_id);
    throw error;
  }
}

/** Hashes a request's body on its way to the parser. */
export const hashBody: preParsingHookHandler = (request, _reply, payload, done) => {
  const hash = createHash('sha256');
  bodies.set(request, hash);
  payload.on('data', (part: string | Buffer) => hash.update(part));
  done(null, payload);
};

const NO_BODY = sha256('');

/** Bytes whose hash is known before they are read: a file on its way out. */
const fileHash = (reply: FastifyReply): string | null => {
  const etag = reply.getHeader('etag');
  return typeof etag === 'string' ? etag.replaceAll('"', '') : null;
};

/**
 * Signs the answer to a station's call as it goes out, refusals too: so a station knows that its own central gave it, to this very request. A
 * request without a nonce asks for no proof and gets none.
 */
export function signAnswer(store: Store): onSendAsyncHookHandler {
  return async (request, reply, payload: unknown) => {
    const nonce = Nonce.safeParse(request.headers[NONCE_HEADER]).data;
    if (nonce === undefined) return payload;
    const answer_hash =
      typeof payload === 'string' || Buffer.isBuffer(payload) ? sha256(payload) : (fileHash(reply) ?? NO_BODY);
    const proof: AnswerProof = {
      method: request.method,
      path: request.url,
      nonce,
      asked_hash: bodies.get(request)?.copy().digest('hex') ?? NO_BODY,
      status: reply.statusCode,
      station_id: callers.get(request) ?? null,
      answer_hash,
    };
    const { sign } = await centralIdentity(store);
    void reply.header(SIGNATURE_HEADER, sign(answerText(proof)));
    return payload;
  };
}
