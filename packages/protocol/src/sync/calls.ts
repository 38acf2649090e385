import { z } from 'zod';
import { Id, ShortText } from '@serialbridge/core/model';
import { ComparedRequest, DigestRequest, DigestResponse, RangeRequest, RangeResponse } from './digest-messages.ts';
import { LogPositionsRequest, LogPositionsResponse } from './log-positions.ts';
import { LostRecordsRequest, LostRecordsResponse, MAX_LOST_BYTES } from './lost-records.ts';
import {
  ChangePinRequest,
  Cursor,
  HelloRequest,
  HelloResponse,
  MAX_PUSH_BYTES,
  PairRequest,
  PairResponse,
  PinsResponse,
  PushRequest,
  PushResponse,
  SnapshotManifest,
  StationPin,
} from './messages.ts';

/** One call of a station to central. */
export interface StationCall {
  readonly method: 'GET' | 'POST';
  /** With `:name` for each of `params`. */
  readonly path: string;
  /** What the caller must have: a pairing code in the body, or the station's credential. */
  readonly who: 'pairing-code' | 'station';
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Bytes of a body at most; needed where there is one. */
  readonly body_limit?: number;
  /** The station hands the body over as JSON text: what is stored goes out as it is stored. */
  readonly verbatim?: true;
  /** `json`: `response`. `feed-lines`: see feed-lines.ts. `bytes`: a file. `events`: server-sent events until either side ends. */
  readonly answer: 'json' | 'feed-lines' | 'bytes' | 'events';
  /** Of a JSON answer. Only the receiver parses: the sender made it from this type. */
  readonly response?: z.ZodType;
  /** How long the station waits unless it says otherwise: as for any answer, or where central or the line has much to do, ten times that. */
  readonly wait?: 'long';
}

const call = <const C extends StationCall>(declaration: C): C => declaration;
const whole = z.coerce.number<string | number>().int().min(0);
const SnapshotParams = z.object({ snapshot_id: Id });

/**
 * Every call of a station to central, declared once. Central registers its routes from here (api/serve-station-call.ts), and the station's
 * client is made from here (packages/station/src/sync/central-client.ts). Both ends send their version in `PROTOCOL_HEADER`.
 * A new call is: a line here with its messages, what serves it in central's sync/ or recovery/, and who makes it at the station.
 */
export const STATION_CALLS = {
  pair: call({
    method: 'POST',
    path: '/api/sync/pair',
    who: 'pairing-code',
    summary: 'Become a station by a pairing code',
    body: PairRequest,
    body_limit: 4096,
    answer: 'json',
    response: PairResponse,
  }),
  hello: call({
    method: 'POST',
    path: '/api/sync/hello',
    who: 'station',
    summary: 'Where central and the station stand',
    body: HelloRequest,
    body_limit: 16_384,
    answer: 'json',
    response: HelloResponse,
  }),
  push: call({
    method: 'POST',
    path: '/api/sync/push',
    who: 'station',
    summary: 'Events in order, at most 500 or 256 KiB',
    body: PushRequest,
    // Room for JSON's own signs around the events, and for texts that take more bytes escaped.
    body_limit: MAX_PUSH_BYTES * 4,
    verbatim: true,
    answer: 'json',
    response: PushResponse,
  }),
  feed: call({
    method: 'GET',
    path: '/api/sync/feed',
    who: 'station',
    summary: 'What changed after a cursor: whole versions only',
    query: z.object({
      epoch: Id,
      version: z.coerce.number<string | number>().pipe(Cursor.shape.version),
      hash: Cursor.shape.hash,
      /** Rows of the page, unless one version alone has more. */
      limit: z.coerce.number<string | number>().int().min(1).max(50_000),
      /** Scope id of the cache that follows. */
      scope: ShortText,
    }),
    answer: 'feed-lines',
  }),
  snapshot: call({
    method: 'POST',
    path: '/api/sync/snapshot',
    who: 'station',
    summary: 'All rows of the scope that is the station’s by now, in chunks',
    answer: 'json',
    response: SnapshotManifest,
  }),
  manifest: call({
    method: 'GET',
    path: '/api/sync/snapshot/:snapshot_id',
    who: 'station',
    summary: 'How far a snapshot is',
    params: SnapshotParams,
    // With `have` the answer waits up to `wait_ms` for more chunks than those.
    query: z.object({ have: whole.optional(), wait_ms: whole.max(30_000).default(0) }),
    answer: 'json',
    response: SnapshotManifest,
  }),
  chunk: call({
    method: 'GET',
    path: '/api/sync/snapshot/:snapshot_id/:chunk',
    who: 'station',
    summary: 'One chunk: zstd of COPY text',
    params: SnapshotParams.extend({ chunk: whole }),
    answer: 'bytes',
    wait: 'long',
  }),
  hints: call({
    method: 'GET',
    path: '/api/sync/hints',
    who: 'station',
    summary: 'Server-sent events: the head moved',
    answer: 'events',
  }),
  pins: call({
    method: 'GET',
    path: '/api/sync/pins',
    who: 'station',
    summary: 'PIN hashes of the people who work in the warehouse of the station',
    answer: 'json',
    response: PinsResponse,
  }),
  changePin: call({
    method: 'POST',
    path: '/api/sync/change-pin',
    who: 'station',
    summary: 'A person who works at the station changes the own PIN',
    body: ChangePinRequest,
    body_limit: 1024,
    answer: 'json',
    response: StationPin,
  }),
  logPositions: call({
    method: 'POST',
    path: '/api/sync/log-positions',
    who: 'station',
    summary: "Up to where central has one of the station's chains",
    body: LogPositionsRequest,
    body_limit: 16_384,
    answer: 'json',
    response: LogPositionsResponse,
  }),
  lostRecords: call({
    method: 'POST',
    path: '/api/sync/lost-records',
    who: 'station',
    summary: 'What a cache from before a restore of central knows and central does not',
    body: LostRecordsRequest,
    body_limit: MAX_LOST_BYTES * 3,
    answer: 'json',
    response: LostRecordsResponse,
  }),
  digests: call({
    method: 'POST',
    path: '/api/sync/digests',
    who: 'station',
    summary: 'Digests to compare a cache by',
    body: DigestRequest,
    body_limit: 65_536,
    answer: 'json',
    response: DigestResponse,
    wait: 'long',
  }),
  range: call({
    method: 'POST',
    path: '/api/sync/range',
    who: 'station',
    summary: 'The rows of a range that differed',
    body: RangeRequest,
    body_limit: 16_384,
    answer: 'json',
    response: RangeResponse,
  }),
  compared: call({
    method: 'POST',
    path: '/api/sync/compared',
    who: 'station',
    summary: 'What came of a comparison',
    body: ComparedRequest,
    body_limit: 1024,
    answer: 'json',
    response: z.object({}),
  }),
};

export type StationCallName = keyof typeof STATION_CALLS;
type Declared<N extends StationCallName> = (typeof STATION_CALLS)[N];
type Input<C, K extends string> = C extends Readonly<Record<K, infer S extends z.ZodType>> ? z.input<S> : unknown;

/** What the station hands over: the body (as text where that is so declared), or the values of address and query. */
export type StationAsk<N extends StationCallName> =
  Declared<N> extends { readonly verbatim: true }
    ? string
    : Declared<N> extends { readonly body: z.ZodType }
      ? Input<Declared<N>, 'body'>
      : Input<Declared<N>, 'params'> & Input<Declared<N>, 'query'>;
