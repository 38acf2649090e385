import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '@serialbridge/protocol';
import type { FastifyReply } from 'fastify';
import type { Central } from '../auth/central.ts';
import type { Store } from '../storage/index.ts';
import { Refusal } from '../refusal.ts';
import { onCredentialGone } from '../auth/credential-cache.ts';
import type { SyncStation } from '../auth/station-credentials.ts';
import { hints, readHeadOnce } from './watch-head.ts';
import { HintStreams, type HintEvents } from './hint-streams.ts';

interface OfTenant {
  readonly streams: HintStreams;
  readonly stop: () => void;
}

/** All hint streams of a service: of each tenant with streams one subscription to its head, however many stations listen. */
interface All {
  readonly tenants: Map<string, OfTenant>;
  /** Ends one stream, by the station it is of. */
  readonly ends: Map<() => void, string>;
  /** Stores whose revocations are heard. */
  readonly heard: Set<Store>;
}
/** By what every Central of one service shares, whichever server its store is of. */
const all = new WeakMap<Central['metrics'], All>();

function allOf({ metrics, store }: Central): All {
  const found = all.get(metrics) ?? { tenants: new Map(), ends: new Map(), heard: new Set() };
  all.set(metrics, found);
  if (!found.heard.has(store)) {
    found.heard.add(store);
    // A station that was revoked hears nothing more.
    onCredentialGone(store, (station_id) => {
      for (const [end, of] of found.ends) if (of === station_id) end();
    });
  }
  return found;
}

/** A station needs one; a second one may open before central has seen that the first is dead. */
const MOST_OF_A_STATION = 2;
const MOST_STREAMS = 5000;
const COME_AGAIN_S = 60;

/** Ends the oldest stream of a station that has too many. @throws Refusal `sync.overloaded` if there are too many in all */
function makeRoom({ ends }: All, station_id: string): void {
  const own = [...ends].filter(([, of]) => of === station_id);
  // In the order in which they were opened.
  for (const [end] of own.slice(0, Math.max(0, own.length - MOST_OF_A_STATION + 1))) end();
  if (ends.size >= MOST_STREAMS) throw new Refusal('sync.overloaded', { retry_after: COME_AGAIN_S });
}

export const countHints = ({ metrics }: Central): number => all.get(metrics)?.ends.size ?? 0;

/** Ends every stream, so that the server can close. */
export function endHints({ metrics }: Central): void {
  for (const end of all.get(metrics)?.ends.keys() ?? []) end();
}

/** `event: head` when the tenant's head has moved, and once at the start; for hours, until either side goes. `central` has the tenant's store. */
export function serveHints(
  central: Central,
  { tenant_id, station_id }: SyncStation,
  reply: FastifyReply,
  events: HintEvents,
  pace: () => number,
): void {
  const own = allOf(central);
  makeRoom(own, station_id);
  reply.hijack();
  const { raw } = reply;
  // A hijacked reply sends nothing of what was set on it, and a station reads no answer that does not say its version.
  raw.writeHead(200, {
    [PROTOCOL_HEADER]: PROTOCOL_VERSION,
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  raw.flushHeaders();
  const { tenants, ends } = own;
  let mine = tenants.get(tenant_id);
  if (mine === undefined) {
    const streams = new HintStreams(() => ends.size, events, { pace });
    mine = { streams, stop: hints(central.store, tenant_id, (head) => streams.moved(head)) };
    tenants.set(tenant_id, mine);
  }
  const { streams, stop } = mine;
  const stream = streams.add(raw);
  const end = (): void => {
    if (!ends.delete(end)) return;
    stream.remove();
    if (streams.size === 0) {
      stop();
      streams.close();
      tenants.delete(tenant_id);
    }
    raw.end();
  };
  ends.set(end, station_id);
  raw.once('close', end);
  readHeadOnce(central.store, tenant_id).then(stream.greet, (error: unknown) => {
    central.logger.warn({ err: error, tenant_id }, 'the head could not be read for hints');
    end();
  });
}
