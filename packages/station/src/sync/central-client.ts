import {
  ERRORS,
  FEED_LINES_TYPE,
  judgeProtocol,
  PROTOCOL_HEADER,
  PROTOCOL_VERSION,
  Problem,
  readFeedLines,
  STATION_CALLS,
  type FeedPage,
  type PairResponse,
  type StationAsk,
  type StationCall,
  type StationCallName,
} from '@serialbridge/protocol';
import { ANSWER_WAIT_MS } from '@serialbridge/core/sync';
import type { z } from 'zod';
import { REAL_PORTS, type SyncPorts } from './sync-ports.ts';

/** A call to central failed. `status` 0: there was no answer at all. */
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

const LONG_MS = 10 * ANSWER_WAIT_MS;

/** Null if the station may speak to central at this address, else why not. A credential and serials must not cross a network in the clear. */
export function refuseAddress(central_url: string, insecure_http: boolean): string | null {
  if (!URL.canParse(central_url)) return `${central_url} is not an address`;
  const { protocol, hostname } = new URL(central_url);
  if (protocol === 'https:') return null;
  if (protocol !== 'http:') return `${protocol} is not https`;
  if (insecure_http || hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/u.test(hostname))
    return null;
  return `${central_url} is plain HTTP; use https, or start the station with --insecure-http if you know that nobody listens`;
}

/**
 * Central's version, by the header of its answer, is looked at before anything else of it; an answer of another version is read no further. A
 * central from before version 1 sends no header, but JSON, and refuses as it does today. What answers in central's place sends none either:
 * a proxy, or a central that is closing; that is no answer of central's, and the next one may be.
 */
function refuseProtocol(response: Response): CentralError | null {
  const judged = judgeProtocol(response.headers.get(PROTOCOL_HEADER));
  if (judged === 'ours') return null;
  if (judged === 'newer')
    return new CentralError(426, 'sync.protocol-newer', 'Central speaks a newer protocol; update this station.');
  const type = response.headers.get('content-type') ?? '';
  const is_central = response.ok
    ? /json|serialbridge/u.test(type)
    : response.status < 500 && /problem\+json/u.test(type);
  if (is_central) return new CentralError(426, 'sync.central-older', ERRORS['sync.central-older'].meaning);
  return response.ok ? new CentralError(0, 'sync.unreadable', 'What answered is not a central.') : null;
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

/** The path with its blanks filled, and the rest of what is asked as its query. */
function addressOf({ path, params, query }: StationCall, asked: Readonly<Record<string, unknown>>): string {
  const names = new Set(Object.keys(params?.shape ?? {}));
  const filled = path.replaceAll(/:(\w+)/gu, (_, name: string) => encodeURIComponent(String(asked[name])));
  if (query === undefined) return filled;
  const rest = Object.entries(asked).filter(([name, value]) => value !== undefined && !names.has(name));
  return `${filled}?${new URLSearchParams(Object.fromEntries(rest.map(([name, value]) => [name, String(value)]))).toString()}`;
}

async function ask(
  ports: SyncPorts,
  central_url: string,
  declaration: StationCall,
  asked: unknown,
  { credential, signal, wait_ms }: { credential: string | null; signal: AbortSignal; wait_ms: number | undefined },
): Promise<Response> {
  const { method, body, verbatim, wait, answer } = declaration;
  const most = wait_ms ?? (wait === 'long' ? LONG_MS : ANSWER_WAIT_MS);
  const text = body === undefined ? null : verbatim === true ? String(asked) : JSON.stringify(asked);
  let response: Response;
  try {
    response = await ports.fetch(new URL(addressOf(declaration, text === null ? Object(asked) : {}), central_url), {
      method,
      // A stream of events has no end that could be waited for.
      signal: answer === 'events' ? signal : AbortSignal.any([signal, ports.timeout(most)]),
      headers: {
        [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
        ...(credential === null ? {} : { authorization: `Bearer ${credential}` }),
        ...(text === null ? {} : { 'content-type': 'application/json' }),
      },
      ...(text === null ? {} : { body: text }),
    });
  } catch (error) {
    const { cause } = error instanceof Error ? error : { cause: undefined };
    throw new CentralError(0, 'sync.unreachable', `Central does not answer: ${String(cause ?? error)}`, null, error);
  }
  const refused = refuseProtocol(response);
  if (refused !== null) throw refused;
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

async function fileOf(response: Response): Promise<Buffer<ArrayBuffer>> {
  try {
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    throw new CentralError(0, 'sync.unreachable', `A chunk broke off: ${String(error)}`, null, error);
  }
}

type Read = (response: Response, schema: z.ZodType | undefined) => unknown;

/** Reads the answer in the form that the declaration says. The receiver parses, so it is parsed here. */
const READ: Readonly<Record<StationCall['answer'], Read>> = {
  json: (response, schema) => readable(async () => schema?.parse(await response.json())),
  'feed-lines': (response) =>
    readable(async () => {
      const type = response.headers.get('content-type') ?? '';
      if (!type.startsWith(FEED_LINES_TYPE)) throw new Error(`it is ${type}, not the feed`);
      return readFeedLines(await response.text());
    }),
  bytes: fileOf,
  events: ({ body }) => {
    if (body === null) throw new CentralError(0, 'sync.unreadable', 'The hint stream is empty.');
    return body;
  },
};

type Declared<N extends StationCallName> = (typeof STATION_CALLS)[N];
type Answer<N extends StationCallName> =
  Declared<N> extends { readonly response: infer S extends z.ZodType }
    ? z.output<S>
    : {
        'feed-lines': FeedPage;
        bytes: Buffer<ArrayBuffer>;
        events: ReadableStream<Uint8Array>;
        json: never;
      }[Declared<N>['answer']];

type AuthorisedCall = { [N in StationCallName]: Declared<N>['who'] extends 'station' ? N : never }[StationCallName];

/** One method a declared call. Each rejects with CentralError. `wait_ms`: until the whole answer must be here, where the caller knows better. */
export type CentralClient = {
  readonly [N in AuthorisedCall]: (asked: StationAsk<N>, signal: AbortSignal, wait_ms?: number) => Promise<Answer<N>>;
};

/** The declared calls over HTTP, for a station that has a credential. */
export function centralClient(
  { central_url, credential }: CentralAccess,
  ports: SyncPorts = REAL_PORTS,
): CentralClient {
  const calls = Object.entries<StationCall>(STATION_CALLS).map(([name, declaration]) => [
    name,
    async (asked: unknown, signal: AbortSignal, wait_ms?: number) =>
      READ[declaration.answer](
        await ask(ports, central_url, declaration, asked, { credential, signal, wait_ms }),
        declaration.response,
      ),
  ]);
  // Each method asks and reads by the declaration that its type is taken from.
  return Object.fromEntries(calls) as CentralClient;
}

/** The one call without a credential. */
export async function pairWithCentral(central_url: string, asked: StationAsk<'pair'>): Promise<PairResponse> {
  const { pair } = STATION_CALLS;
  const signal = AbortSignal.timeout(ANSWER_WAIT_MS);
  const response = await ask(REAL_PORTS, central_url, pair, asked, { credential: null, signal, wait_ms: undefined });
  return readable(async () => pair.response.parse(await response.json()));
}
