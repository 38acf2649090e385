import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { authenticateStation, centralIdentity, claimedStation, type SyncStation } from '@serialbridge/central/auth';
import { EnvelopeInvalid, publishHead, readHead, retryHeld, sha256 } from '@serialbridge/central/ledger';
import { digests, logPositions, range, recordComparison, reportLost } from '@serialbridge/central/recovery';
import {
  checkBatchSignature,
  feedBytes,
  hello,
  push,
  Refusal,
  Snapshots,
  witnessOfPage,
} from '@serialbridge/central/sync';
import { copyOutInline, openStore, type Store, type WriteTx } from '@serialbridge/central/storage';
import { EVENTS, type EventDeclaration } from '@serialbridge/core/events';
import {
  answerText,
  SIGNATURE_HEADER,
  WITNESS_HEADER,
  LogPositionsRequest,
  ComparedRequest,
  DigestRequest,
  ERRORS,
  FEED_LINES_TYPE,
  feedHeadLine,
  readFeedLines,
  HelloRequest,
  LostRecordsRequest,
  PushRequest,
  RangeRequest,
  type Cursor,
  type PushResponse,
} from '@serialbridge/protocol';
import { putImage, takeImage, type DiskImage } from './disk.ts';
import type { Bug } from './bugs.ts';

const FILES = ['central.db'];
/** What an older central does not know yet. */
const NEWER_TYPES = ['unit-moved', 'unit-missing', 'package-weighed'] as const;

export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly authorization: string | undefined;
  readonly nonce: string;
  readonly body: string;
}
export interface Answered {
  readonly status: number;
  readonly body: string | Buffer;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Where the next transaction of a push is struck. */
export type Strike = 'killed-before-commit' | 'killed-after-commit' | 'killed-before-answer' | 'serialisation-failure';

const json = (value: unknown): Answered => ({ status: 200, body: JSON.stringify(value) });

class Killed extends Error {}
class Passing extends Error {
  readonly code = '40001';
}

/** Central as it runs: its real storage, ledger and sync over a real SQLite file, called as its routes call them; killed, restored, updated. */
export class SimCentral {
  readonly dir: string;
  readonly tenant_id: string;
  readonly #now: () => number;
  readonly #bug: Bug | null;
  #store!: Store;
  #snapshots!: Snapshots;
  strike: Strike | null = null;
  /** Strikes that hit, by kind. */
  onStruck: (strike: Strike) => void = () => undefined;
  isOld = false;
  #serves = false;

  constructor(dir: string, tenant_id: string, now: () => number, bug: Bug | null) {
    this.dir = dir;
    this.tenant_id = tenant_id;
    this.#now = now;
    this.#bug = bug;
  }

  get store(): Store {
    return this.#store;
  }

  async head(): Promise<Cursor> {
    const { epoch, version, hash } = await readHead(this.#store.db, this.tenant_id);
    return { epoch, version, hash };
  }

  async open(): Promise<void> {
    this.#store = this.#struck(await openStore({ data_dir: this.dir }));
    this.#snapshots = new Snapshots(this.#store);
    await this.#snapshots.open(this.#now());
    await this.#asVersion(() => retryHeld(this.#store, this.#now()));
  }

  async #close(): Promise<void> {
    await this.#snapshots.close();
    await this.#store.close();
  }

  image(): DiskImage {
    return takeImage(this.dir, FILES);
  }

  /** Ends at once, and starts again from the disk as it is, or from an older image of it. */
  async restart(from?: DiskImage): Promise<void> {
    const image = from ?? this.image();
    await this.#close();
    putImage(this.dir, image);
    await this.open();
  }

  async update(): Promise<void> {
    this.isOld = false;
    await this.restart();
  }

  async stop(): Promise<void> {
    await this.#close();
    rmSync(join(this.dir, 'snapshots'), { recursive: true, force: true });
  }

  /** Null: central died over it. */
  async handle(asked: Asked): Promise<Answered | null> {
    try {
      this.#serves = true;
      return await this.signed(asked, await this.#asVersion(() => this.#dispatch(asked)));
    } catch (error) {
      if (error instanceof Killed) {
        await this.restart();
        return null;
      }
      return await this.signed(asked, problemOf(error));
    } finally {
      this.#serves = false;
    }
  }

  /** As `api/sign-answers.ts` does it for a real request. */
  async signed({ method, url, nonce, authorization, body }: Asked, answer: Answered): Promise<Answered> {
    const { sign } = await centralIdentity(this.#store);
    const proof = answerText({
      method,
      path: `${url.pathname}${url.search}`,
      nonce,
      asked_hash: sha256(body),
      status: answer.status,
      station_id: claimedStation(authorization)?.station_id ?? null,
      answer_hash: sha256(answer.body),
    });
    return { ...answer, headers: { ...answer.headers, [SIGNATURE_HEADER]: sign(proof) } };
  }

  async #dispatch({ method, url, authorization, body }: Asked): Promise<Answered> {
    const store = this.#store;
    const now = this.#now();
    const who = await authenticateStation(store, authorization);
    const [, , , call = '', id, chunk] = url.pathname.split('/');
    switch (`${method} ${call}`) {
      case 'POST hello': {
        const request = HelloRequest.parse(JSON.parse(body));
        const cursor = request.cursor === null ? null : await this.#judgedAs(request.cursor);
        // Whoever takes any cursor for its own asks for no proof either.
        const witness = this.#bug === 'cursor-without-epoch' ? null : request.witness;
        return json(await hello(store, who, { ...request, cursor, witness }, now));
      }
      case 'POST log-positions':
        return json(await logPositions(store, who, LogPositionsRequest.parse(JSON.parse(body))));
      case 'POST push': {
        const request = PushRequest.parse(JSON.parse(body));
        await checkBatchSignature(store, who, request);
        const { strike } = this;
        const answer = await this.#push(() => this.#asking(() => push(store, who, request, now)), request);
        if (strike === 'killed-before-answer' && this.strike === strike) {
          this.strike = null;
          this.onStruck(strike);
          throw new Killed();
        }
        return json(answer);
      }
      case 'GET feed': {
        const query = Object.fromEntries(url.searchParams);
        const asked: Cursor = {
          epoch: query['epoch'] ?? '',
          version: Number(query['version']),
          hash: query['hash'] ?? '',
        };
        const cursor = await this.#judgedAs(asked);
        const limit = Number(query['limit']);
        const { scope } = query;
        const text =
          this.#bug === 'sequence-cursor'
            ? await this.#passOver(who, cursor, limit, scope)
            : (await feedBytes(store, who, cursor, limit, scope)).toString();
        return {
          status: 200,
          body: text,
          type: FEED_LINES_TYPE,
          headers: { [WITNESS_HEADER]: (await witnessOfPage(store, who, Buffer.from(text))).signature },
        };
      }
      case 'POST snapshot': {
        return this.#manifest(who, (await this.#snapshots.take(who, now)).snapshot_id);
      }
      case 'POST lost-records':
        return json(await reportLost(store, who, LostRecordsRequest.parse(JSON.parse(body)), now));
      case 'POST digests':
        return json(await digests(store, who, DigestRequest.parse(JSON.parse(body))));
      case 'POST range':
        return json(await range(store, who, RangeRequest.parse(JSON.parse(body))));
      case 'POST compared':
        await recordComparison(store, who, ComparedRequest.parse(JSON.parse(body)), now);
        return json({});
      case 'GET snapshot':
        if (id === undefined) break;
        if (chunk === undefined) return this.#manifest(who, id);
        return { status: 200, body: readFileSync((await this.#snapshots.chunk(who, id, Number(chunk))).path) };
    }
    return { status: 404, body: JSON.stringify({ code: 'request.not-found', title: '', status: 404, detail: '' }) };
  }

  async #manifest(who: { tenant_id: string; station_id: string }, id: string): Promise<Answered> {
    for (;;) {
      const manifest = await this.#snapshots.manifest(who, id, { have: Number.MAX_SAFE_INTEGER, wait_ms: 1000 });
      if (!manifest.complete) continue;
      if (this.#bug !== 'snapshot-without-tail') return { status: 200, body: JSON.stringify(manifest) };
      return { status: 200, body: JSON.stringify({ ...manifest, at: await this.head() }) };
    }
  }

  /** `answer-before-commit`: what would have been answered goes out though the transaction did not come through. */
  async #push(work: () => Promise<PushResponse>, request: PushRequest): Promise<PushResponse> {
    if (this.#bug !== 'answer-before-commit') return work();
    const head = await readHead(this.#store.db, this.tenant_id);
    try {
      return await work();
    } catch (error) {
      const last = request.events.at(-1);
      if (!(error instanceof Killed) || last === undefined) throw error;
      await this.restart();
      return {
        central_id: head.central_id,
        epoch: head.epoch,
        durable_seq: last.seq,
        hash: last.hash,
        expected_seq: null,
        version: head.version + 1,
        outcomes: request.events.map(({ event_id }) => ({
          event_id,
          outcome: 'accepted',
          held_reason: null,
          case_ids: [],
        })),
      };
    }
  }

  /** `cursor-without-epoch`: whatever its epoch and hash, the cursor is taken to be on this history. */
  async #judgedAs(cursor: Cursor): Promise<Cursor> {
    if (this.#bug !== 'cursor-without-epoch') return cursor;
    const head = await readHead(this.#store.db, this.tenant_id);
    const version = Math.min(cursor.version, head.version);
    const found = await this.#store.db
      .selectFrom('feed_version')
      .select('hash')
      .where('tenant_id', '=', this.tenant_id)
      .where('version', '=', version)
      .executeTakeFirst();
    return { epoch: head.epoch, version, hash: found?.hash ?? cursor.hash };
  }

  /** `sequence-cursor`: every tenth version is not visible yet when a reader passes it, and comes to light afterwards. */
  async #passOver(who: SyncStation, from: Cursor, limit: number, scope: string | undefined): Promise<string> {
    let at = from;
    let pieces = '';
    let page = { head: from, next: from, floor: 0, rows: 0, pieces: 0 };
    do {
      // One version at a time, the hidden ones left out.
      const text = (await feedBytes(this.#store, who, at, 1, scope)).toString();
      const { head, next, floor, rows } = readFeedLines(text);
      const is_seen = next.version % 10 !== 0 || next.version === head.version;
      const is_more = next.version > at.version;
      if (is_more && is_seen) pieces += text.slice(text.indexOf('\n') + 1);
      page = {
        head,
        next,
        floor,
        rows: page.rows + (is_seen ? rows : 0),
        pieces: page.pieces + Number(is_more && is_seen),
      };
      at = next;
    } while (at.version < page.head.version && page.rows < limit);
    return feedHeadLine(page) + pieces;
  }

  /** `rights-not-asked`: whoever sends an event may record it. Nothing else runs meanwhile. */
  async #asking<T>(work: () => Promise<T>): Promise<T> {
    if (this.#bug !== 'rights-not-asked') return work();
    const registry = EVENTS as Record<string, EventDeclaration>;
    const declared = Object.entries(registry);
    const sources = ['receiving-station', 'packing-station', 'central'] as const;
    for (const [type, one] of declared)
      registry[type] = { ...one, sources, right: null, physical: true, approvals: {}, names: {} };
    try {
      return await work();
    } finally {
      Object.assign(registry, Object.fromEntries(declared));
    }
  }

  /** Runs as the software of its age: an older one lacks some event types. Nothing else runs meanwhile. */
  async #asVersion<T>(work: () => Promise<T>): Promise<T> {
    if (!this.isOld) return work();
    const registry = EVENTS as Record<string, unknown>;
    const hidden = NEWER_TYPES.map((type): [string, unknown] => [type, registry[type]]);
    for (const type of NEWER_TYPES) Reflect.deleteProperty(registry, type);
    try {
      return await work();
    } finally {
      Object.assign(registry, Object.fromEntries(hidden));
    }
  }

  /** The store with its transactions struck where `strike` says. */
  #struck(store: Store): Store {
    const struck = (): Strike | null => {
      const { strike } = this;
      if (strike === null || strike === 'killed-before-answer' || !this.#serves) return null;
      this.strike = null;
      this.onStruck(strike);
      return strike;
    };
    const transaction = async <T>(work: (tx: WriteTx) => Promise<T>): Promise<T> => {
      let hit: Strike | null = null;
      const done = await store.transaction(async (tx) => {
        const result = await work(tx);
        hit = struck() ?? hit;
        if (hit === 'serialisation-failure') {
          hit = null;
          throw new Passing('could not serialize access');
        }
        if (hit === 'killed-before-commit') throw new Killed();
        return result;
      });
      if (hit === 'killed-after-commit') throw new Killed();
      return done;
    };
    return {
      ...store,
      transaction,
      copyOut: (tenant_id, entities, warehouse_id) =>
        Promise.resolve(copyOutInline({ file: join(this.dir, 'central.db'), tenant_id, entities, warehouse_id })),
    };
  }

  /** Central's own facts, as the console records them. */
  async record<T>(work: (store: Store, now: number) => Promise<T>): Promise<T> {
    const done = await work(this.#store, this.#now());
    publishHead(this.#store, this.tenant_id, await readHead(this.#store.db, this.tenant_id));
    return done;
  }
}

function problemOf(error: unknown): Answered {
  const code = error instanceof Refusal || error instanceof EnvelopeInvalid ? error.code : 'internal';
  const { status } = ERRORS[code];
  const detail = error instanceof Error ? error.message : String(error);
  return { status, body: JSON.stringify({ type: 'about:blank', code, title: code, status, detail, errors: [] }) };
}
