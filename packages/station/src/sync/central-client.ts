import {
  LogPositionsResponse,
  Cursor,
  DigestResponse,
  FEED_LINES_TYPE,
  feedRuns,
  HelloResponse,
  LostRecordsResponse,
  PairResponse,
  PROTOCOL_VERSION,
  Problem,
  PushResponse,
  RangeResponse,
  readFeedLines,
  SnapshotManifest,
  type LogPositionsRequest,
  type ComparedRequest,
  type DigestRequest,
  type FeedPiece,
  type HelloRequest,
  type RangeRequest,
} from '@serialbridge/protocol';
import { TENANT_SCOPE } from '@serialbridge/core/model';
import { ANSWER_WAIT_MS } from '@serialbridge/core/sync';
import type { LostSlice, OutboxBatch } from '@serialbridge/cache';
import { z } from 'zod';
import { REAL_PORTS, type SyncPorts } from './sync-ports.ts';

/** A call to central that did not come to what was asked. `status` 0: no answer at all. */
export class CentralError extends Error {
  override readonly name = 'CentralError';
  readonly status: number;
  /** Code of the problem, or `sync.unreachable`, `sync.unreadable`. */
  readonly code: string;
  readonly retry_after_ms: number | null;

  constructor(status: number, code: string, message: string, retry_after_ms: number | null = null, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
    this.code = code;
    this.retry_after_ms = retry_after_ms;
  }
}

export interface CentralAccess {
  readonly central_url: string;
  readonly credential: string;
}

export interface FeedPage {
  readonly head: Cursor;
  readonly next: Cursor;
  /** How many changes. */
  readonly rows: number;
  readonly pieces: readonly FeedPiece[];
}

const LONG_MS = 10 * ANSWER_WAIT_MS;
/** The rows are checked when they are written: parsing each field twice would cost more than the rest of the pull. */
const FeedShape = z.object({
  head: Cursor,
  next: Cursor,
  // One check of the whole list: a schema's result an element costs more than the elements' own parsing.
  changes: z.custom<{ entity: string; key: string; row: Record<string, unknown> | null }[]>(
    (changes) => Array.isArray(changes) && changes.every(isChange),
    'not a list of changes',
  ),
});

const RangeShape = RangeResponse.extend({
  rows: z.custom<RangeResponse['rows']>(
    (rows) => Array.isArray(rows) && rows.every((row) => typeof row === 'object' && row !== null),
    'not a list of rows',
  ),
});

function isChange(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { entity, key, row } = value as Readonly<Record<string, unknown>>;
  return typeof entity === 'string' && typeof key === 'string' && typeof row === 'object';
}

/** Null if central may be spoken to at this address, else why not: a credential and serials must not cross a network in the clear. */
export function refuseAddress(central_url: string, insecure_http: boolean): string | null {
  if (!URL.canParse(central_url)) return `${central_url} is not an address`;
  const { protocol, hostname } = new URL(central_url);
  if (protocol === 'https:') return null;
  if (protocol !== 'http:') return `${protocol} is not https`;
  if (insecure_http || hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/u.test(hostname))
    return null;
  return `${central_url} is plain HTTP; use https, or start the station with --insecure-http if you know that nobody listens`;
}

async function failureOf(response: Response): Promise<CentralError> {
  const retry = Number(response.headers.get('retry-after') ?? Number.NaN);
  const wait = Number.isFinite(retry) ? retry * 1000 : null;
  const text = await response.text().catch(() => '');
  try {
    const { code, detail } = Problem.parse(JSON.parse(text));
    return new CentralError(response.status, code, detail, wait);
  } catch {
    return new CentralError(
      response.status,
      'sync.unreadable',
      `Central answered ${response.status} in no form that is known here.`,
      wait,
    );
  }
}

interface Ask {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly credential?: string;
  readonly body?: string;
  readonly signal: AbortSignal;
  /** 0: as long as it takes (hints). */
  readonly timeout_ms?: number;
}

async function ask(
  ports: SyncPorts,
  central_url: string,
  { method, path, credential, body, signal, timeout_ms = ANSWER_WAIT_MS }: Ask,
): Promise<Response> {
  let response: Response;
  try {
    response = await ports.fetch(new URL(path, central_url), {
      method,
      signal: timeout_ms === 0 ? signal : AbortSignal.any([signal, ports.timeout(timeout_ms)]),
      headers: {
        ...(credential === undefined ? {} : { authorization: `Bearer ${credential}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
    });
  } catch (error) {
    const { cause } = error instanceof Error ? error : { cause: undefined };
    throw new CentralError(0, 'sync.unreachable', `Central does not answer: ${String(cause ?? error)}`, null, error);
  }
  if (!response.ok) throw await failureOf(response);
  return response;
}

async function readable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw new CentralError(0, 'sync.unreadable', `What central sent can't be read: ${String(error)}`, null, error);
  }
}

const parsed = <T>(schema: z.ZodType<T>, response: Response): Promise<T> =>
  readable(async () => schema.parse(await response.json()));

/** The page of a central that does not know `form=lines`: it tells of no place between, so that it is one piece. */
function wholePage({ head, next, changes }: z.infer<typeof FeedShape>): FeedPage {
  const runs = feedRuns(
    changes.map(({ entity, key, row }) => ({ entity, key, row: row === null ? null : JSON.stringify(row) })),
  );
  return { head, next, rows: changes.length, pieces: [{ next, runs }] };
}

export interface CentralClient {
  hello(request: HelloRequest, signal: AbortSignal): Promise<HelloResponse>;
  logPositions(request: Omit<LogPositionsRequest, 'protocol'>, signal: AbortSignal): Promise<LogPositionsResponse>;
  /** `wait_ms`: until the whole answer must be here. */
  push(batch: OutboxBatch, backlog: number, signal: AbortSignal, wait_ms: number): Promise<PushResponse>;
  feed(cursor: Cursor, limit: number, signal: AbortSignal, wait_ms: number, scope?: string): Promise<FeedPage>;
  digests(request: DigestRequest, signal: AbortSignal): Promise<DigestResponse>;
  range(request: RangeRequest, signal: AbortSignal): Promise<RangeResponse>;
  compared(request: ComparedRequest, signal: AbortSignal): Promise<void>;
  takeSnapshot(signal: AbortSignal): Promise<SnapshotManifest>;
  /** Waits a while for more chunks than `have`; null: does not wait. */
  manifest(snapshot_id: string, have: number | null, signal: AbortSignal): Promise<SnapshotManifest>;
  chunk(snapshot_id: string, chunk: number, signal: AbortSignal): Promise<Buffer<ArrayBuffer>>;
  lostRecords(page: LostSlice, signal: AbortSignal): Promise<LostRecordsResponse>;
  /** The body of the hint stream. */
  hints(signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
}

/** The sync messages over HTTP, for a station that has a credential. All reject with CentralError. */
export function centralClient(
  { central_url, credential }: CentralAccess,
  ports: SyncPorts = REAL_PORTS,
): CentralClient {
  const post = (name: string, body: object, signal: AbortSignal, timeout_ms = ANSWER_WAIT_MS): Promise<Response> =>
    ask(ports, central_url, {
      method: 'POST',
      path: `/api/sync/${name}`,
      credential,
      signal,
      timeout_ms,
      body: JSON.stringify(body),
    });
  return {
    hello: async (request, signal) =>
      parsed(
        HelloResponse,
        await ask(ports, central_url, {
          method: 'POST',
          path: '/api/sync/hello',
          credential,
          signal,
          body: JSON.stringify(request),
        }),
      ),
    logPositions: async (request, signal) =>
      parsed(LogPositionsResponse, await post('log-positions', { protocol: PROTOCOL_VERSION, ...request }, signal)),
    push: async ({ incarnation, events, is_oldest }, backlog, signal, timeout_ms) => {
      // The envelopes go out as the texts that were stored: nothing is read and written again on the way.
      const oldest = is_oldest ? ',"is_oldest":true' : '';
      const body = `{"protocol":${PROTOCOL_VERSION},"incarnation":"${incarnation}","backlog":${backlog}${oldest},"events":[${events
        .map(({ text }) => text)
        .join(',')}]}`;
      return parsed(
        PushResponse,
        await ask(ports, central_url, { method: 'POST', path: '/api/sync/push', credential, signal, body, timeout_ms }),
      );
    },
    feed: async ({ epoch, version, hash }, limit, signal, timeout_ms, scope = TENANT_SCOPE) => {
      const path = `/api/sync/feed?epoch=${epoch}&version=${version}&hash=${hash}&limit=${limit}&form=lines&scope=${encodeURIComponent(scope)}`;
      const response = await ask(ports, central_url, { method: 'GET', path, credential, signal, timeout_ms });
      return response.headers.get('content-type')?.startsWith(FEED_LINES_TYPE) === true
        ? readable(async () => readFeedLines(await response.text()))
        : wholePage(await parsed(FeedShape, response));
    },
    digests: async (request, signal) => parsed(DigestResponse, await post('digests', request, signal, LONG_MS)),
    range: async (request, signal) => parsed(RangeShape, await post('range', request, signal)),
    compared: async (request, signal) => {
      await post('compared', request, signal);
    },
    takeSnapshot: async (signal) =>
      parsed(
        SnapshotManifest,
        await ask(ports, central_url, { method: 'POST', path: '/api/sync/snapshot?scoped=true', credential, signal }),
      ),
    manifest: async (snapshot_id, have, signal) =>
      parsed(
        SnapshotManifest,
        await ask(ports, central_url, {
          method: 'GET',
          path: `/api/sync/snapshot/${snapshot_id}${have === null ? '' : `?have=${have}&wait_ms=5000`}`,
          credential,
          signal,
        }),
      ),
    chunk: async (snapshot_id, chunk, signal) => {
      const response = await ask(ports, central_url, {
        method: 'GET',
        path: `/api/sync/snapshot/${snapshot_id}/${chunk}`,
        credential,
        signal,
        timeout_ms: LONG_MS,
      });
      try {
        return Buffer.from(await response.arrayBuffer());
      } catch (error) {
        throw new CentralError(0, 'sync.unreachable', `A chunk broke off: ${String(error)}`, null, error);
      }
    },
    lostRecords: async (page, signal) =>
      parsed(
        LostRecordsResponse,
        await ask(ports, central_url, {
          method: 'POST',
          path: '/api/sync/lost-records',
          credential,
          signal,
          body: JSON.stringify({ protocol: PROTOCOL_VERSION, ...page }),
        }),
      ),
    hints: async (signal) => {
      const response = await ask(ports, central_url, {
        method: 'GET',
        path: '/api/sync/hints',
        credential,
        signal,
        timeout_ms: 0,
      });
      if (response.body === null) throw new CentralError(0, 'sync.unreadable', 'The hint stream is empty.');
      return response.body;
    },
  };
}

/** The one call without a credential. `public_key`: what the station will sign its exported outbox with. */
export async function pairWithCentral(
  central_url: string,
  pairing_code: string,
  computer_name: string,
  public_key?: string,
): Promise<PairResponse> {
  const body = JSON.stringify({ protocol: PROTOCOL_VERSION, pairing_code, computer_name, public_key });
  const signal = AbortSignal.timeout(ANSWER_WAIT_MS);
  return parsed(
    PairResponse,
    await ask(REAL_PORTS, central_url, { method: 'POST', path: '/api/sync/pair', signal, body }),
  );
}
