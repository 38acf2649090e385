import type { FastifyReply, FastifyRequest } from 'fastify';
import { STATION_CALLS } from '@serialbridge/protocol';
import type { Gate } from '../api/serve-station-call.ts';
import { authenticateCaller } from '../api/sign-answers.ts';
import type { SyncStation } from '../auth/station-credentials.ts';
import type { Central } from '../auth/central.ts';
import { FeedTails } from './feed-tail.ts';
import { Admission, type Slot } from './admission.ts';
import { countHints, serveHints } from './hint-stream.ts';
import { WaitingLine } from './waiting-line.ts';
import { syncMetrics } from './sync-metrics.ts';

/** Pushes take five of the ten connections to PostgreSQL at most, and the calls below four. So the console always finds one. */
const HELLO_WIDTH = 2;
const FEED_WIDTH = 2;
/** All stations of a large place at once, and some. */
const MOST_WAITING = 4000;

/** When more pushes wait than this, hints go out more slowly: what stations have recorded comes before what they could read. */
const BUSY_PUSHES = 4;
const BUSY_PACE = 0.25;

/** The gates between the stations and the database. With them a crowd of stations waits in order and does not bring everything down. */
export interface SyncGates {
  /** Gives a push a slot before its body is read, or sends it away, and lets it begin when there is room. */
  readonly push: Gate;
  readonly hello: WaitingLine;
  /** What serves the feed. */
  readonly tails: FeedTails;
  hints(station: SyncStation, reply: FastifyReply): void;
}

interface Admitted {
  readonly station: SyncStation;
  readonly slot: Slot;
}

/** Bytes of a body. A body that is too large by itself is refused by the parser, not by the gate. */
const PUSH_LIMIT = STATION_CALLS.push.body_limit;

export function syncGates(central: Central): SyncGates {
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
    hints: (station, reply) => serveHints(central, station, reply, metrics.hints, pace),
    push: {
      admit: async (request, reply) => {
        const bytes = Number(request.headers['content-length'] ?? PUSH_LIMIT);
        // The parser says so.
        if (!(bytes <= PUSH_LIMIT)) return;
        const station = await authenticateCaller(central.store, request);
        const slot = admission.enter(station.tenant_id, bytes);
        admitted.set(request, { station, slot });
        reply.raw.once('close', slot.drop);
      },
      through: async (request, work) => {
        const { station, slot } = admitted.get(request) ?? {};
        if (station === undefined || slot === undefined) throw new Error('a push came past its admission');
        try {
          return (await slot.begins()) ? await work(station) : null;
        } finally {
          slot.leave();
        }
      },
    },
  };
}
