import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { zstdCompressSync } from 'node:zlib';
import { columnsOf, type AnyRow, type Entity } from '@serialbridge/core/model';
import { escapeCopy, makeKeyPair, signText, type KeyPair } from '@serialbridge/cache';
import {
  answerText,
  FEED_LINES_TYPE,
  NONCE_HEADER,
  SIGNATURE_HEADER,
  WITNESS_HEADER,
  witnessText,
  feedHeadLine,
  feedPieceEnd,
  feedRunLines,
  PROTOCOL_HEADER,
  PROTOCOL_VERSION,
  PushRequest,
  ZERO_HASH,
  type PinsResponse,
  type Cursor,
  type Envelope,
  type SnapshotManifest,
} from '@serialbridge/protocol';

/** What a test sets to make the next answers of one path fail: a problem's status and code, or a cut line. */
export type Trouble = { readonly status: number; readonly code: string; readonly retry_after?: number } | 'cut';

interface Change {
  readonly version: number;
  readonly entity: Entity;
  readonly key: string;
  readonly row: AnyRow | null;
}

const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');

/**
 * The sync messages over real HTTP with the least behind them: a log, a feed that a test writes by hand, one snapshot. It folds nothing. For
 * tests of a station's sync loop against what a real central does seldom: losing events, new epochs, broken chunks, refusals.
 */
export class FakeCentral {
  readonly station_id: string = randomUUID();
  central_id: string = randomUUID();
  epoch: string = randomUUID();
  /** What it signs with. A test that changes it has another central at the same address. */
  key: KeyPair = makeKeyPair();
  /** What it says in the header of its answers; null: nothing, as a central from before. */
  protocol: number | null = PROTOCOL_VERSION;
  revoked = false;
  events: Envelope[] = [];
  changes: Change[] = [];
  version = 1;
  floor = 0;
  /** By path, e.g. `/api/sync/push`; taken from the front, one an answer. */
  readonly troubles = new Map<string, Trouble[]>();
  readonly asked: string[] = [];
  /** Chunks as they are sent; a test may break one. */
  breakChunk: ((bytes: Buffer) => Buffer) | null = null;
  /** One chunk each. */
  snapshotRows: readonly (readonly [Entity, readonly AnyRow[]])[] = [];
  pins: PinsResponse['pins'] = [];
  /** Numbers of the chunks that were asked for. */
  readonly chunksAsked: number[] = [];
  /** Chunks from this number on get no answer. */
  chunksAnswered: number = Number.POSITIVE_INFINITY;
  /** Null: it was lost. */
  snapshot: SnapshotManifest | null = null;
  readonly #server = createServer((request, response) => {
    this.#serve(request, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : new Error(String(error))),
    );
  });
  #chunks: Buffer[] = [];

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
  hashAt(version: number): string {
    return sha256(`${this.epoch} ${version}`);
  }
  cursor(version: number): Cursor {
    return { epoch: this.epoch, version, hash: this.hashAt(version) };
  }
  /** One more version with these rows. */
  publish(entity: Entity, key: string, row: AnyRow | null): void {
    this.version += 1;
    this.changes.push({ version: this.version, entity, key, row });
  }
  trouble(path: string, ...troubles: readonly Trouble[]): void {
    this.troubles.set(path, [...troubles]);
  }

  #chain(incarnation: string): { durable_seq: number; hash: string } {
    const last = this.events.findLast((event) => event.incarnation === incarnation);
    return { durable_seq: last?.seq ?? 0, hash: last?.hash ?? ZERO_HASH };
  }
  #takeSnapshot(): SnapshotManifest {
    const { snapshotRows } = this;
    const texts = snapshotRows.map(([entity, rows]) => copyText(entity, rows));
    this.#chunks = texts.map((text) => zstdCompressSync(text));
    this.snapshot = {
      snapshot_id: randomUUID(),
      scope: 'tenant',
      at: this.cursor(this.version),
      columns: Object.fromEntries(snapshotRows.map(([entity]) => [entity, columnsOf(entity).map(({ name }) => name)])),
      chunks: snapshotRows.map(([entity, rows], chunk) => {
        const bytes = this.#chunks[chunk] ?? Buffer.alloc(0);
        return { chunk, entity, rows: rows.length, bytes: bytes.length, sha256: sha256(bytes) };
      }),
      complete: true,
      schema_id: 'fake',
      total_rows: snapshotRows.reduce((sum, [, rows]) => sum + rows.length, 0),
    };
    return this.snapshot;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://central');
    let body = '';
    for await (const part of request) body += String(part);
    this.asked.push(url.pathname);
    const sign = (status: number, answer: string | Buffer): void => this.#sign(request, body, response, status, answer);
    if (this.protocol !== null) response.setHeader(PROTOCOL_HEADER, this.protocol);
    const trouble = this.troubles.get(url.pathname)?.shift();
    if (trouble === 'cut') {
      request.socket.destroy();
      return;
    }
    if (trouble !== undefined) {
      refuse(response, trouble, sign);
      return;
    }
    const answer = this.#answer(url, body);
    if (answer === 'never') return;
    if (answer === null) refuse(response, { status: 404, code: 'request.not-found' }, sign);
    else if (answer === 'snapshot-required') refuse(response, { status: 409, code: 'sync.snapshot-required' }, sign);
    else {
      const sent = typeof answer === 'string' || Buffer.isBuffer(answer) ? answer : JSON.stringify(answer);
      sign(200, sent);
      const type = typeof answer === 'string' ? FEED_LINES_TYPE : 'application/json';
      response.setHeader('content-type', type).end(sent);
    }
  }

  /** As central does it. */
  #sign(
    request: IncomingMessage,
    body: string,
    response: ServerResponse,
    status: number,
    answer: string | Buffer,
  ): void {
    const text = answerText({
      method: request.method ?? '',
      path: request.url ?? '',
      nonce: String(request.headers[NONCE_HEADER]),
      asked_hash: sha256(body),
      status,
      station_id: this.station_id,
      answer_hash: sha256(answer),
    });
    response.setHeader(SIGNATURE_HEADER, signText(this.key, text));
    response.setHeader(WITNESS_HEADER, this.#witness());
  }
  #witness(): string {
    return signText(this.key, witnessText(this.station_id, this.cursor(this.version)));
  }

  #answer(url: URL, body: string): object | string | null {
    const { central_id, epoch } = this;
    const [, snapshot_id, chunk] = /^\/api\/sync\/snapshot\/([^/]+)(?:\/(\d+))?$/u.exec(url.pathname) ?? [];
    if (snapshot_id !== undefined && chunk === undefined)
      return this.snapshot?.snapshot_id === snapshot_id ? this.snapshot : null;
    if (chunk !== undefined) {
      this.chunksAsked.push(Number(chunk));
      if (Number(chunk) >= this.chunksAnswered) return 'never';
      const bytes = this.#chunks[Number(chunk)] ?? Buffer.alloc(0);
      const broken = this.breakChunk;
      this.breakChunk = null;
      return broken === null ? bytes : broken(bytes);
    }
    switch (url.pathname) {
      case '/api/sync/hello': {
        const { incarnation, cursor } = JSON.parse(body) as { incarnation: string; cursor: Cursor | null };
        const fits = cursor?.epoch === epoch && cursor.version >= this.floor && cursor.version <= this.version;
        return {
          central_id,
          central_key: this.key.public_key,
          epoch,
          ...this.#chain(incarnation),
          head: this.cursor(this.version),
          witness: this.#witness(),
          now: Date.now(),
          pull: fits ? 'tail' : 'snapshot',
          station_name: 'Dock 1',
          warehouse_id: '018f0000-0000-7000-8000-0000000000a2',
          revoked: this.revoked,
          earlier_heads: [],
          backed_up: [],
          compare: false,
          scope: 'tenant',
        };
      }
      case '/api/sync/push': {
        const { incarnation, events } = PushRequest.parse(JSON.parse(body));
        const { durable_seq } = this.#chain(incarnation);
        const next = events.filter(({ seq }) => seq > durable_seq);
        const gap = next[0] !== undefined && next[0].seq !== durable_seq + 1;
        if (!gap) this.events.push(...next);
        if (!gap && next.length > 0) this.version += 1;
        const outcomes = gap
          ? []
          : next.map(({ event_id }) => ({ event_id, outcome: 'accepted', held_reason: null, case_ids: [] }));
        return {
          central_id,
          epoch,
          ...this.#chain(incarnation),
          expected_seq: gap ? durable_seq + 1 : null,
          version: this.version,
          outcomes,
        };
      }
      case '/api/sync/feed': {
        if (url.searchParams.get('epoch') !== epoch) return 'snapshot-required';
        const after = Number(url.searchParams.get('version'));
        const limit = Number(url.searchParams.get('limit'));
        const waiting = this.changes.filter(({ version }) => version > after);
        const changes = waiting.slice(0, limit);
        // A test publishes one row a version, so that a page may end anywhere.
        const next = changes.length < waiting.length ? (changes.at(-1)?.version ?? after) : this.version;
        const page = { head: this.cursor(this.version), next: this.cursor(next), floor: this.floor };
        const piece = changes.map(({ row, ...change }) => ({
          ...change,
          row: row === null ? null : JSON.stringify(row),
        }));
        // A version without rows is a piece too, or nobody would get past it.
        const text = next > after ? feedRunLines(piece) + feedPieceEnd(page.next) : '';
        return feedHeadLine({ ...page, rows: piece.length, pieces: Number(next > after) }) + text;
      }
      case '/api/sync/pins':
        return { pins: this.pins };
      case '/api/sync/snapshot':
        return this.#takeSnapshot();
      default:
        return null;
    }
  }
}

function refuse(
  response: ServerResponse,
  { status, code, retry_after }: Exclude<Trouble, 'cut'>,
  sign: (status: number, answer: string) => void,
): void {
  const problem = { type: code, title: code, status, detail: code, code, errors: [] };
  const text = JSON.stringify(problem);
  sign(status, text);
  response
    .writeHead(status, {
      'content-type': 'application/problem+json',
      ...(retry_after === undefined ? {} : { 'retry-after': String(retry_after) }),
    })
    .end(text);
}

function copyField(value: unknown, type: string): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'boolean' && type === 'boolean') return value ? 't' : 'f';
  return escapeCopy(typeof value === 'string' && type !== 'json' ? value : JSON.stringify(value));
}

/** Rows as PostgreSQL's COPY writes them, in the order of the entity's columns. */
function copyText(entity: Entity, rows: readonly AnyRow[]): string {
  const columns = columnsOf(entity);
  return rows.map((row) => `${columns.map(({ name, type }) => copyField(row[name], type)).join('\t')}\n`).join('');
}
