import {
  ERRORS,
  FEED_LINES_TYPE,
  judgeProtocol,
  NONCE_HEADER,
  PROTOCOL_HEADER,
  PROTOCOL_VERSION,
  Problem,
  PublicKey,
  readFeedLines,
  STATION_CALLS,
  WITNESS_HEADER,
  type FeedPage,
  type PairResponse,
  type StationAsk,
  type StationCall,
  type StationCallName,
} from '@serialbridge/protocol';
import { ANSWER_WAIT_MS } from '@serialbridge/core/sync';
import { z } from 'zod';
import { CentralError } from './central-error.ts';
import { foreignCentral, isOfCentral, newNonce, type Question } from './check-answer.ts';
import { REAL_PORTS, type SyncPorts } from './sync-ports.ts';

export interface CentralAccess {
  readonly central_url: string;
  readonly credential: string;
  readonly station_id: string;
  /** Central's pinned key; null: the first hello says it, and it is believed this once. */
  readonly central_key: string | null;
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

/**
 * What a refusal says. One that central did not sign is a proxy's, or of a central that is closing: its code is not believed, because codes
 * shut a station out or throw its cache away.
 */
function failureOf(response: Response, body: Buffer, is_proven: boolean): CentralError {
  const { status } = response;
  const retry = Number(response.headers.get('retry-after') ?? Number.NaN);
  const wait = Number.isFinite(retry) ? retry * 1000 : null;
  const problem = is_proven ? Problem.safeParse(jsonOf(body)) : null;
  if (problem?.success === true) return new CentralError(status, problem.data.code, problem.data.detail, wait);
  const message = `Central answered ${status} in no form that is known here.`;
  return new CentralError(status, 'sync.unreadable', message, wait);
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString()) as unknown;
  } catch {
    return undefined;
  }
}

/** The path with its blanks filled, and the rest of what is asked as its query. */
function addressOf({ path, params, query }: StationCall, asked: Readonly<Record<string, unknown>>): string {
  const names = new Set(Object.keys(params?.shape ?? {}));
  const filled = path.replaceAll(/:(\w+)/gu, (_, name: string) => encodeURIComponent(String(asked[name])));
  if (query === undefined) return filled;
  const rest = Object.entries(asked).filter(([name, value]) => value !== undefined && !names.has(name));
  const asked_for = new URLSearchParams(Object.fromEntries(rest.map(([name, value]) => [name, String(value)])));
  return rest.length === 0 ? filled : `${filled}?${asked_for.toString()}`;
}

interface Asking {
  readonly credential: string | null;
  readonly signal: AbortSignal;
  readonly wait_ms: number | undefined;
}

interface Asked {
  readonly question: Question;
  readonly response: Response;
}

async function ask(
  ports: SyncPorts,
  central_url: string,
  declaration: StationCall,
  asked: unknown,
  { credential, signal, wait_ms }: Asking,
): Promise<Asked> {
  const { method, body, verbatim, wait, answer } = declaration;
  const most = wait_ms ?? (wait === 'long' ? LONG_MS : ANSWER_WAIT_MS);
  const text = body === undefined ? null : verbatim === true ? String(asked) : JSON.stringify(asked);
  const url = new URL(addressOf(declaration, text === null ? Object(asked) : {}), central_url);
  const question = { method, url, text, nonce: newNonce() };
  let response: Response;
  try {
    response = await ports.fetch(url, {
      method,
      // A stream of events has no end that could be waited for.
      signal: answer === 'events' ? signal : AbortSignal.any([signal, ports.timeout(most)]),
      headers: {
        [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
        [NONCE_HEADER]: question.nonce,
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
  return { question, response };
}

async function bodyOf(response: Response): Promise<Buffer<ArrayBuffer>> {
  try {
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    throw new CentralError(0, 'sync.unreachable', `An answer broke off: ${String(error)}`, null, error);
  }
}

type Read = (body: Buffer<ArrayBuffer>, schema: z.ZodType | undefined, response: Response) => unknown;

/** Reads the answer in the form that the declaration says. The receiver parses, so it is parsed here. */
const READ: Readonly<Record<Exclude<StationCall['answer'], 'events'>, Read>> = {
  json: (body, schema) => schema?.parse(JSON.parse(body.toString())),
  'feed-lines': (body, _schema, response) => {
    const type = response.headers.get('content-type') ?? '';
    if (!type.startsWith(FEED_LINES_TYPE)) throw new Error(`it is ${type}, not the feed`);
    return readFeedLines(body.toString(), response.headers.get(WITNESS_HEADER) ?? '');
  },
  bytes: (body) => body,
};

/**
 * Takes central's answer: looks at the proof, and only then at what it says. `keyIn` finds the key that it must be signed with.
 * @throws CentralError
 */
async function take(
  { answer, response: schema }: StationCall,
  { question, response }: Asked,
  station_id: string | null,
  keyIn: (said: () => unknown) => string | null,
): Promise<unknown> {
  const { ok } = response;
  if (answer === 'events' && ok) {
    // Hints are only ever a reason to ask, so they need no proof.
    if (response.body === null) throw new CentralError(0, 'sync.unreadable', 'The hint stream is empty.');
    return response.body;
  }
  const body = await bodyOf(response);
  // A chunk's hash stands in its manifest, which is signed; the loader checks it.
  const isProvenElsewhere = answer === 'bytes' && ok;
  const key = isProvenElsewhere ? null : keyIn(() => jsonOf(body));
  const is_proven = key !== null && isOfCentral(key, question, station_id, { response, body });
  const isCentrals = response.headers.has(PROTOCOL_HEADER);
  if (!ok) {
    // Nobody's key is known before the first answer that went well.
    const isBelieved = is_proven || key === null;
    if (!isBelieved && isCentrals) throw foreignCentral();
    throw failureOf(response, body, isBelieved);
  }
  let said: unknown;
  try {
    said = READ[answer === 'events' ? 'json' : answer](body, schema, response);
  } catch (error) {
    throw new CentralError(0, 'sync.unreadable', `What central sent can't be read: ${String(error)}`, null, error);
  }
  // What broke off can't be read, and is no sign of a foreign hand; what is whole and not signed is.
  if (!is_proven && !isProvenElsewhere) throw foreignCentral();
  return said;
}

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

const SaysKey = z.object({ central_key: PublicKey });
/** The key that an answer itself names: believed only by a station that has none yet. */
const keyNamedIn = (said: unknown): string | null => SaysKey.safeParse(said).data?.central_key ?? null;

/** The declared calls over HTTP, for a station that has a credential. */
export function centralClient(
  { central_url, credential, station_id, central_key }: CentralAccess,
  ports: SyncPorts = REAL_PORTS,
): CentralClient {
  let pinned = central_key;
  const calls = Object.entries<StationCall>(STATION_CALLS).map(([name, declaration]) => [
    name,
    async (asked: unknown, signal: AbortSignal, wait_ms?: number) => {
      const answered = await ask(ports, central_url, declaration, asked, { credential, signal, wait_ms });
      const said = await take(declaration, answered, station_id, (read) => pinned ?? keyNamedIn(read()));
      pinned ??= keyNamedIn(said);
      return said;
    },
  ]);
  // Each method asks and reads by the declaration that its type is taken from.
  return Object.fromEntries(calls) as CentralClient;
}

/** The one call without a credential. Central proves that it has the key that it names. */
export async function pairWithCentral(central_url: string, asked: StationAsk<'pair'>): Promise<PairResponse> {
  const { pair } = STATION_CALLS;
  const signal = AbortSignal.timeout(ANSWER_WAIT_MS);
  const answered = await ask(REAL_PORTS, central_url, pair, asked, { credential: null, signal, wait_ms: undefined });
  const said = await take(pair, answered, null, (read) => asked.only_central ?? keyNamedIn(read()));
  return pair.response.parse(said);
}
