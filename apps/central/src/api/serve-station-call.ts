import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import type { Readable } from 'node:stream';
import type { z } from 'zod';
import {
  FEED_LINES_TYPE,
  judgeProtocol,
  PROTOCOL_HEADER,
  PROTOCOL_VERSION,
  STATION_CALLS,
  type StationCall,
  type StationCallName,
} from '@serialbridge/protocol';
import type { SyncStation } from '../auth/station-credentials.ts';
import type { Central } from '../auth/central.ts';
import { Refusal } from '../refusal.ts';
import { PROBLEM_RESPONSE } from './route-schema.ts';
import { parseCall, type Parsed } from './serve-call.ts';
import { authenticateCaller, hashBody, signAnswer } from './sign-answers.ts';

type Declared<N extends StationCallName> = (typeof STATION_CALLS)[N];

/** A call as its handler gets it: parsed, and by a station that said who it is. */
export interface CallOf<N extends StationCallName> extends Parsed<Declared<N>> {
  /** Null only where a pairing code is all that a caller has. */
  readonly who: Declared<N>['who'] extends 'station' ? SyncStation : null;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** A file as it goes out. */
interface SentFile {
  readonly type: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly content: Readable;
}

/** What a handler answers. It is not parsed again on its way out: who receives it does that. */
export type AnswerOf<N extends StationCallName> =
  Declared<N> extends { readonly response: infer S extends z.ZodType }
    ? z.input<S>
    : { 'feed-lines': Buffer; bytes: SentFile; events: undefined; json: never }[Declared<N>['answer']];

/** What may stand before a call: it lets the request in before its body is read, and the work begin when there is room. */
export interface Gate {
  readonly admit: onRequestAsyncHookHandler;
  /** Null: the client is gone. */
  readonly through: <T>(request: FastifyRequest, work: (station: SyncStation) => Promise<T>) => Promise<T | null>;
}

/**
 * The one check of the version, before anything else of the request is read. Every answer says ours, refusals too, so that a station
 * learns whom it speaks to whatever came of its call.
 * @throws Refusal `sync.protocol-older`: from before version 1 too, which sent no header; `sync.protocol-newer`
 */
const checkProtocol: onRequestAsyncHookHandler = async (request, reply) => {
  void reply.header(PROTOCOL_HEADER, PROTOCOL_VERSION);
  const judged = judgeProtocol(request.headers[PROTOCOL_HEADER]);
  if (judged !== 'ours') throw new Refusal(judged === 'newer' ? 'sync.protocol-newer' : 'sync.protocol-older');
};

/** For the OpenAPI document. */
function schemaOf(name: StationCallName, { summary, who, params, query, body, response, answer }: StationCall): object {
  return {
    operationId: `sync.${name}`,
    tags: ['sync'],
    summary,
    ...(who === 'station'
      ? { description: 'Needs a station credential.', security: [{ station: [] }] }
      : { description: 'Anybody may call this.' }),
    ...(params ? { params } : {}),
    ...(query ? { querystring: query } : {}),
    ...(body ? { body } : {}),
    response: { ...(answer === 'json' ? { 200: response } : {}), default: PROBLEM_RESPONSE },
  };
}

type Send = (reply: FastifyReply, sent: unknown) => unknown;

const SEND: Readonly<Record<StationCall['answer'], Send>> = {
  json: (_reply, sent) => sent,
  'feed-lines': (reply, sent) => reply.type(FEED_LINES_TYPE).send(sent),
  bytes: (reply, sent) => {
    const { type, bytes, sha256, content } = sent as SentFile;
    return reply.type(type).header('content-length', bytes).header('etag', `"${sha256}"`).send(content);
  },
  // The handler has taken the connection over.
  events: (reply) => reply,
};

/** Serves a declared call of stations at its address: version, credential, body limit, parsing, the form of its answer and central's signature under it are the declaration's. */
export function serveStationCall<N extends StationCallName>(
  app: FastifyInstance,
  { store }: Central,
  name: N,
  handle: (call: CallOf<N>) => Promise<AnswerOf<N>>,
  gate?: Gate,
): void {
  const declaration: StationCall = STATION_CALLS[name];
  const through: Gate['through'] =
    gate?.through ?? (async (request, work) => work(await authenticateCaller(store, request)));
  app.route({
    method: declaration.method,
    url: declaration.path,
    schema: schemaOf(name, declaration),
    serializerCompiler: () => JSON.stringify,
    ...(declaration.body_limit === undefined ? {} : { bodyLimit: declaration.body_limit }),
    preParsing: hashBody,
    onSend: signAnswer(store),
    onRequest: gate === undefined ? checkProtocol : [checkProtocol, gate.admit],
    handler: async (request, reply) => {
      const work = async (who: SyncStation | null): Promise<unknown> =>
        // The parts and the caller are what the declaration says: parsed by its schemas, authenticated as it asks.
        handle({ ...parseCall(declaration, request), who, request, reply } as unknown as CallOf<N>);
      if (declaration.who === 'pairing-code') return SEND[declaration.answer](reply, await work(null));
      const sent = await through(request, work);
      return sent === null ? reply.hijack() : SEND[declaration.answer](reply, sent);
    },
  });
}
