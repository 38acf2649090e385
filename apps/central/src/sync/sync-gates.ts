import type { FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import type { Central } from '../central.ts';
import type { SyncStation } from '../auth/station-credentials.ts';
import { FeedTails } from './feed-tail.ts';
import { Admission, type Place } from './admission.ts';
import { countHints, serveHints } from './hint-stream.ts';
import { WaitingLine } from './waiting-line.ts';
import { syncMetrics } from './sync-metrics.ts';

/** Of ten connections to PostgreSQL pushes take five at most, these four: the console always finds one. */
const HELLO_WIDTH = 2;
const FEED_WIDTH = 2;
/** All stations of a large place at once, and some. */
const MOST_WAITING = 4000;

/** With more pushes waiting, stations are told of news more slowly: what they have recorded goes before what they could read. */
const BUSY_PUSHES = 4;
const BUSY_PACE = 0.25;

/** What stands between the stations and the database, so that a crowd of them waits in order instead of bringing everything down. */
export interface SyncGates {
  /** Before the body of a push is read: gives it a place, or sends it away. */
  readonly admitPush: onRequestAsyncHookHandler;
  /** Runs a push that was admitted, when it is its turn. Null: its client is gone. */
  push<T>(request: FastifyRequest, work: (station: SyncStation) => Promise<T>): Promise<T | null>;
  readonly hello: WaitingLine;
  /** What serves the feed. */
  readonly tails: FeedTails;
  hints(station: SyncStation, reply: FastifyReply): Promise<void>;
}

interface Admitted {
  readonly station: SyncStation;
  readonly place: Place;
}

/**
 * @param authenticate who sends, by the request's credential
 * @param push_limit bytes of a body; a larger one is refused as such, not as too much at once
 */
export function syncGates(
  central: Central,
  authenticate: (request: FastifyRequest) => Promise<SyncStation>,
  push_limit: number,
): SyncGates {
  const metrics = syncMetrics(central.metrics.registry);
  const admission = new Admission(metrics.admission);
  const hello = new WaitingLine(HELLO_WIDTH, MOST_WAITING);
  const feed = new WaitingLine(FEED_WIDTH, MOST_WAITING);
  metrics.watch({ admission, lines: { hello, feed }, streams: () => countHints(central) });
  const pace = (): number => (admission.waiting > BUSY_PUSHES ? BUSY_PACE : 1);
  const admitted = new WeakMap<FastifyRequest, Admitted>();
  return {
    hello,
    tails: new FeedTails(central.store, metrics.feed, feed),
    hints: async (station, reply) => serveHints(central, station, reply, metrics.hints, pace),
    admitPush: async (request, reply) => {
      const bytes = Number(request.headers['content-length'] ?? push_limit);
      // The parser says so.
      if (!(bytes <= push_limit)) return;
      const station = await authenticate(request);
      const place = admission.enter(station.tenant_id, bytes);
      admitted.set(request, { station, place });
      reply.raw.once('close', place.drop);
    },
    push: async (request, work) => {
      const { station, place } = admitted.get(request) ?? {};
      if (station === undefined || place === undefined) throw new Error('a push came past its admission');
      try {
        return (await place.turn()) ? await work(station) : null;
      } finally {
        place.leave();
      }
    },
  };
}
