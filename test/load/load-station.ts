import { TENANT_SCOPE } from '@serialbridge/core/model';
import { v7 as uuidv7 } from 'uuid';
import { sha256 } from '@serialbridge/central/ledger';
import { type EventDraft, EVENTS } from '@serialbridge/core/events';
import { initialSync, type SyncAction, type SyncInput, type SyncState, syncStep } from '@serialbridge/core/sync';
import {
  type Cursor,
  type Envelope,
  type HelloRequest,
  type HelloResponse,
  MAX_PUSH_BYTES,
  MAX_PUSH_EVENTS,
  type PushResponse,
  pushText,
  sealEnvelope,
  type SnapshotManifest,
  ZERO_HASH,
} from '@serialbridge/protocol';
import { signBatch, WORKER } from '@serialbridge/testing/store/test-station';
import type { SeededStation } from '@serialbridge/testing/store/seed-world';
import { type Answer, ask, listen } from './ask.ts';
import type { Figures } from './phase.ts';

/** Fetches every chunk of a snapshot and drops it. @returns where it stands, or null if it did not come whole */
async function takeSnapshot(url: string, credential: string): Promise<Cursor | null> {
  const begun = await ask({ url: `${url}/api/sync/snapshot`, method: 'POST', credential, body: '{}' });
  if (begun.status !== 200) return null;
  let manifest = JSON.parse(begun.text) as SnapshotManifest;
  let have = 0;
  for (;;) {
    for (; have < manifest.chunks.length; have += 1) {
      const path = `/api/sync/snapshot/${manifest.snapshot_id}/${have}`;
      const chunk = await ask({ url: `${url}${path}`, method: 'GET', credential, keep: 0 });
      if (chunk.status !== 200) return null;
    }
    if (manifest.complete) return manifest.at;
    const path = `/api/sync/snapshot/${manifest.snapshot_id}?have=${have}&wait_ms=5000`;
    const more = await ask({ url: `${url}${path}`, method: 'GET', credential });
    if (more.status !== 200) return null;
    manifest = JSON.parse(more.text) as SnapshotManifest;
  }
}

interface Waiting {
  readonly text: string;
  readonly seq: number;
  readonly at: number;
}

const FEED_ROWS = 5000;
/** Head and next come first in a page; the changes are not read here. */
const PAGE_START = 1000;
const ENVELOPE_ROOM = 512;

export interface LoadStationOptions {
  readonly place: SeededStation;
  readonly url: string;
  readonly random: () => number;
  /** Of the phase under way. */
  readonly figures: () => Figures;
  readonly snapshot: boolean;
}

/**
 * A station without a disk or a screen: the real sync machine and real sealed events over HTTP. It keeps its outbox in memory and of what
 * it pulls only the cursor.
 */
export class LoadStation {
  readonly place: SeededStation;
  readonly incarnation: string = uuidv7();
  readonly #options: LoadStationOptions;
  readonly #outbox: Waiting[] = [];
  #seq = 0;
  #hash = ZERO_HASH;
  #cursor: Cursor | null = null;
  #state: SyncState;
  #timer: NodeJS.Timeout | undefined;
  #endHints: (() => void) | null = null;
  #stopped = false;
  #online = true;
  /** Central's acknowledgement stood lower than an earlier one. */
  wentBack = 0;

  constructor(options: LoadStationOptions) {
    this.#options = options;
    this.place = options.place;
    this.#state = initialSync({ paired: true, backlog: 0 });
  }

  get backlog(): number {
    return this.#outbox.length;
  }
  get recorded(): number {
    return this.#seq;
  }
  get last_hash(): string {
    return this.#hash;
  }
  get connected(): boolean {
    return this.#state.connected;
  }

  start(): void {
    this.#feed({ type: 'timer' });
  }

  /** Takes the network away, or gives it back. */
  setOnline(online: boolean): void {
    this.#online = online;
    if (online) this.#feed({ type: 'sync-now' });
    else this.#endHints?.();
  }

  record({ type, body }: EventDraft): void {
    const envelope = sealEnvelope(
      {
        station_id: this.place.station_id,
        incarnation: this.incarnation,
        seq: this.#seq + 1,
        event_id: uuidv7(),
        type,
        v: EVENTS[type].v,
        body,
        operator_id: WORKER,
        approved_by: null,
        captured_at: Date.now(),
        clock_offset_ms: 0,
        policy_version: 0,
        cache_version: this.#cursor?.version ?? 0,
        prev_hash: this.#hash,
      },
      sha256,
    );
    this.#seq += 1;
    this.#hash = envelope.hash;
    this.#outbox.push({ text: JSON.stringify(envelope), seq: this.#seq, at: performance.now() });
    this.#options.figures().events += 1;
    this.#feed({ type: 'recorded', backlog: this.backlog });
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#endHints?.();
  }

  #feed(input: SyncInput): void {
    if (this.#stopped) return;
    const { state, action } = syncStep(this.#state, input, this.#options.random());
    this.#state = state;
    if (!state.connected && state.phase !== 'saying-hello') {
      this.#endHints?.();
      this.#endHints = null;
    }
    if (action.do === 'none') return;
    clearTimeout(this.#timer);
    if (action.do === 'wait') {
      if (action.ms !== null) this.#timer = setTimeout(() => this.#feed({ type: 'timer' }), action.ms);
    } else void this.#do(action.do);
  }

  async #do(task: Exclude<SyncAction['do'], 'none' | 'wait'>): Promise<void> {
    this.#feed(await this.#run(task));
  }

  #run(task: Exclude<SyncAction['do'], 'none' | 'wait'>): Promise<SyncInput> {
    if (!this.#online) return Promise.resolve({ type: 'failed', retry_after_ms: null, code: 'sync.unreachable' });
    if (task === 'hello') return this.#hello();
    if (task === 'push') return this.#push();
    if (task === 'pull-tail') return this.#pull();
    return this.#snapshot();
  }

  async #ask(path: string, body: string | undefined, into: number[], keep?: number): Promise<Answer> {
    const from = performance.now();
    const { url, place } = this.#options;
    const answer = await ask({
      url: `${url}${path}`,
      method: body === undefined ? 'GET' : 'POST',
      credential: place.credential,
      ...(body === undefined ? {} : { body }),
      ...(keep === undefined ? {} : { keep }),
    });
    if (answer.status === 200) into.push(performance.now() - from);
    else if (answer.status !== 409) this.#options.figures().refuse(answer.status);
    return answer;
  }

  #failed({ status, retry_after_ms }: Answer): SyncInput {
    return { type: 'failed', retry_after_ms, code: String(status) };
  }

  async #hello(): Promise<SyncInput> {
    const body = {
      software: 'load/1',
      incarnation: this.incarnation,
      last_seq: this.#seq,
      cursor: this.#cursor,
      sent_at: Date.now(),
      backlog: this.backlog,
      earlier_incarnations: [],
      scope: TENANT_SCOPE,
      witness: null,
    } satisfies HelloRequest;
    const answer = await this.#ask('/api/sync/hello', JSON.stringify(body), this.#options.figures().hello);
    if (answer.status !== 200) return this.#failed(answer);
    const { head, durable_seq, pull } = JSON.parse(answer.text) as HelloResponse;
    this.#acknowledge(durable_seq);
    // A cache that was filled before: this test is of the tail.
    if (this.#cursor === null && !this.#options.snapshot) this.#cursor = head;
    this.#openHints();
    const fresh = this.#cursor === null ? 'snapshot' : pull === 'snapshot' && !this.#options.snapshot ? 'tail' : pull;
    return {
      type: 'hello-answered',
      pull: fresh,
      behind: (this.#cursor?.version ?? 0) < head.version,
      backlog: this.backlog,
    };
  }

  async #push(): Promise<SyncInput> {
    const events: string[] = [];
    let bytes = 0;
    for (const { text } of this.#outbox) {
      bytes += text.length;
      if (events.length >= MAX_PUSH_EVENTS || (events.length > 0 && bytes > MAX_PUSH_BYTES - ENVELOPE_ROOM)) break;
      events.push(text);
    }
    const { incarnation, backlog } = this;
    const sealed = events.map((text) => JSON.parse(text) as Envelope);
    const signature = signBatch(sealed);
    const body = pushText({ incarnation, backlog, is_oldest: false, signature, texts: events });
    const answer = await this.#ask('/api/sync/push', body, this.#options.figures().push);
    if (answer.status !== 200) return this.#failed(answer);
    const { durable_seq, version } = JSON.parse(answer.text) as PushResponse;
    this.#acknowledge(durable_seq);
    return { type: 'pushed', backlog: this.backlog, behind: version > (this.#cursor?.version ?? 0) };
  }

  #acknowledge(durable_seq: number): void {
    const first = this.#outbox[0]?.seq ?? this.#seq + 1;
    if (durable_seq < first - 1) this.wentBack += 1;
    const done = this.#outbox.splice(0, Math.max(0, durable_seq - first + 1));
    const now = performance.now();
    const { acknowledged } = this.#options.figures();
    for (const { at } of done) acknowledged.push(now - at);
  }

  async #pull(): Promise<SyncInput> {
    const { epoch = '', version = 0, hash = '' } = this.#cursor ?? {};
    const path = `/api/sync/feed?epoch=${epoch}&version=${version}&hash=${hash}&limit=${FEED_ROWS}&scope=${TENANT_SCOPE}`;
    const figures = this.#options.figures();
    const answer = await this.#ask(path, undefined, figures.feed, PAGE_START);
    if (answer.status === 409) {
      this.#cursor = null;
      return { type: 'failed', retry_after_ms: null, code: 'sync.snapshot-required' };
    }
    const found = /^\{"head":(\{[^}]*\}),"next":(\{[^}]*\})/u.exec(answer.text);
    if (answer.status !== 200 || found === null) return this.#failed(answer);
    figures.feed_bytes += answer.bytes;
    const head = JSON.parse(found[1] ?? '') as Cursor;
    this.#cursor = JSON.parse(found[2] ?? '') as Cursor;
    return { type: 'tail-pulled', at_head: this.#cursor.version >= head.version };
  }

  async #snapshot(): Promise<SyncInput> {
    const { url, place } = this.#options;
    const at = await takeSnapshot(url, place.credential);
    if (at === null) return { type: 'failed', retry_after_ms: null, code: 'sync.unreachable' };
    this.#cursor = at;
    return { type: 'snapshot-loaded' };
  }

  #openHints(): void {
    if (this.#endHints !== null) return;
    const end = listen(
      `${this.#options.url}/api/sync/hints`,
      this.place.credential,
      (version) => {
        this.#options.figures().hints += 1;
        if (version > (this.#cursor?.version ?? 0)) this.#feed({ type: 'hint' });
      },
      () => {
        if (this.#endHints === end) this.#endHints = null;
      },
    );
    this.#endHints = end;
  }
}
