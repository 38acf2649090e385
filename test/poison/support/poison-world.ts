import { v7 as uuidv7 } from 'uuid';
import { recordCentralEvents, sha256, type CentralDraft } from '@serialbridge/central/ledger';
import { EVENT_TYPES, EVENTS } from '@serialbridge/core/events';
import { ENTITIES, ENTITY_NAMES } from '@serialbridge/core/model';
import { MAX_EVENT_BYTES, MAX_PUSH_BYTES, sealEnvelope, ZERO_HASH, type Envelope } from '@serialbridge/protocol';
import type { PairResponse, Problem, PushResponse } from '@serialbridge/protocol';
import { openHttpBench, type Answer, type HttpBench } from '@serialbridge/testing/http/http-bench';
import { seededRandom } from '@serialbridge/testing/random';
import { PUBLIC_KEY, signBatch } from '@serialbridge/testing/store/test-station';
import {
  put,
  stockUnit,
  testOrder,
  testWarehouse,
  type TestWarehouse,
} from '@serialbridge/testing/store/test-warehouse';
import { randomId } from '@serialbridge/testing/store/random-rows';
import { realIds } from './real-ids.ts';
import { claims, edgeValue, KnownIds, type Edges } from './edge-values.ts';

/** A paired station that sends whatever it is told to. */
interface Poisoner {
  readonly kind: 'receiving' | 'packing';
  readonly station_id: string;
  readonly credential: string;
  readonly incarnation: string;
  seq: number;
  hash: string;
}

export interface Pushed {
  readonly events: number;
  /** Outcomes, and what the pushes that were refused said. */
  readonly said: ReadonlyMap<string, number>;
}

const MOST_AT_ONCE = 40;
/** Batches after which events speak of what is there by then, so that they go on meeting each other. */
const RENEWED_AFTER = 3;
const MOST_KNOWN = 16;

/** A central over HTTP, and stations that send events at the bounds of every schema. */
export class PoisonWorld {
  readonly bench: HttpBench;
  readonly w: TestWarehouse;
  readonly known = new KnownIds();
  readonly edges: Edges;
  readonly types = new Map<string, number>();
  readonly said = new Map<string, number>();
  events = 0;
  #stations: Poisoner[] = [];
  #admin: string | null = null;

  private constructor(bench: HttpBench, w: TestWarehouse, seed: number) {
    this.bench = bench;
    this.w = w;
    this.edges = { random: seededRandom(seed), known: this.known, wrong: 0.02, large: true };
  }

  static async open(seed: number, database_url?: string): Promise<PoisonWorld> {
    const bench = await openHttpBench(database_url);
    const w = testWarehouse();
    const world = new PoisonWorld(bench, w, seed);
    const orders = ['SO-1', 'SO-2', 'SO-3'].map((number) => testOrder(w, number));
    const units = ['SN-1', 'SN-2', 'SN-3', 'SN-4'].map((serial) => stockUnit(w, serial));
    const annex = { warehouse_id: uuidv7(), code: 'W2', name: 'Annex' };
    const bin = { bin_id: uuidv7(), warehouse_id: annex.warehouse_id, code: 'A-01' };
    const [order] = orders;
    const rma = {
      rma_id: uuidv7(),
      number: 'RMA-1',
      order_id: order?.order.order_id ?? '',
      status: 'open' as const,
      reason: null,
      created_at: 1,
    };
    const rma_line = {
      rma_line_id: uuidv7(),
      rma_id: rma.rma_id,
      line_number: 1,
      product_id: w.product.product_id,
      quantity: 2,
      quantity_received: 0,
    };
    await world.central([
      ...w.drafts,
      ...orders.flatMap(({ drafts }) => drafts),
      put('unit', units),
      put('warehouse', [annex]),
      put('bin', [bin]),
      put('rma', [rma]),
      put('rma_line', [rma_line]),
    ]);
    const { known } = world;
    const people = await bench.admin.call('operators.list');
    known.add('operator_id', ...people.rows.map(({ operator_id }) => operator_id));
    world.#admin = people.rows[0]?.operator_id ?? null;
    for (const kind of ['receiving', 'packing'] as const) world.#stations.push(await world.#pair(kind));
    return world;
  }

  /** Central's own facts, as imports and forms bring them. */
  async central(drafts: readonly CentralDraft[]): Promise<void> {
    const { store, now } = this.bench.running.central;
    await recordCentralEvents(store, this.bench.tenant_id, drafts, { operator_id: null, now: now() });
  }

  async pairingCode(kind: 'receiving' | 'packing'): Promise<string> {
    const { warehouse_id } = this.w.warehouse;
    const body = { name: `Station ${uuidv7()}`, kind, warehouse_id };
    return (await this.bench.admin.call('stations.create', { body })).pairing_code;
  }

  async #pair(kind: 'receiving' | 'packing'): Promise<Poisoner> {
    const body = {
      pairing_code: await this.pairingCode(kind),
      computer_name: 'poison',
      public_key: PUBLIC_KEY,
      only_central: null,
    };
    const answer = await this.bench.nobody().send<PairResponse>('POST', '/api/sync/pair', { body });
    const { station_id, credential } = answer.body;
    this.known.add('station_id', station_id);
    return { kind, station_id, credential, incarnation: uuidv7(), seq: 0, hash: ZERO_HASH };
  }

  #body(type: string): unknown {
    const { random } = this.edges;
    if (!Object.hasOwn(EVENTS, type)) return edgeValue(EVENTS['records-put'].body, '', this.edges);
    const body = edgeValue(EVENTS[type as keyof typeof EVENTS].body, '', this.edges);
    if (type !== 'records-put' || random() < 0.2 || typeof body !== 'object' || body === null) return body;
    return { ...body, ...this.rowsAtBounds() };
  }

  /** Rows of one entity at the bounds of its schema. */
  rowsAtBounds(): { entity: string; rows: Record<string, never>[] } {
    const { random } = this.edges;
    const entity = ENTITY_NAMES[Math.floor(random() * ENTITY_NAMES.length)] ?? 'unit';
    const [key] = ENTITIES[entity].key;
    const rows = Array.from({ length: 1 + Math.floor(random() * 2) }, () => {
      const row = edgeValue(ENTITIES[entity].row, '', this.edges);
      // Whoever reads and whoever works honestly is neither dismissed nor shut out: that would be no poison.
      const spared = entity === 'operator' || entity === 'station';
      return spared && typeof row === 'object' && row !== null ? { ...row, [key]: randomId(random) } : row;
    });
    return { entity, rows: rows as Record<string, never>[] };
  }

  #seal(station: Poisoner, type: string, large: boolean): Envelope {
    const { random } = this.edges;
    const known = Object.hasOwn(EVENTS, type) ? EVENTS[type as keyof typeof EVENTS].v : 7;
    const v = random() < 0.97 ? known : ([99, Number.MAX_SAFE_INTEGER][Math.floor(random() * 2)] ?? 99);
    const operator = (): string | null => (random() < 0.15 ? null : this.#admin);
    const event_id = uuidv7();
    const sealed = sealEnvelope(
      {
        station_id: station.station_id,
        incarnation: station.incarnation,
        seq: station.seq + 1,
        event_id,
        type,
        v,
        // As JSON gives it: what is undefined is not there.
        body: JSON.parse(JSON.stringify(this.#body(type))) as Envelope['body'],
        operator_id: operator(),
        approved_by: operator(),
        ...claims(this.edges),
        prev_hash: station.hash,
      },
      sha256,
    );
    if (large && Buffer.byteLength(JSON.stringify(sealed)) > MAX_EVENT_BYTES) return this.#seal(station, type, false);
    this.known.add('event_id', event_id);
    return sealed;
  }

  /** Mostly what a station of this kind may record: what is not allowed is held, and poisons nothing. */
  #type({ kind }: Poisoner): string {
    const { random } = this.edges;
    if (random() < 0.02) return ['unit-teleported', 'x\0y', '', '\u{FDFA}'.repeat(300)][Math.floor(random() * 4)] ?? '';
    const own = EVENT_TYPES.filter((type) => (EVENTS[type].sources as readonly string[]).includes(`${kind}-station`));
    const types = random() < 0.85 ? own : EVENT_TYPES;
    return types[Math.floor(random() * types.length)] ?? 'unit-moved';
  }

  #count(what: string, by = 1): void {
    this.said.set(what, (this.said.get(what) ?? 0) + by);
  }

  /** Makes `count` events and pushes them in batches, as several stations. Central must take every one of them: each has its form. */
  async poison(count: number): Promise<void> {
    for (let left = count, batch = 0; left > 0; batch += 1) {
      if (batch % RENEWED_AFTER === 0) this.known.renew(await realIds(this.bench.running.central.store, MOST_KNOWN));
      const at = Math.floor(this.edges.random() * this.#stations.length);
      const station = this.#stations[at];
      if (station === undefined) throw new Error('no station');
      const before = { seq: station.seq, hash: station.hash };
      const events: Envelope[] = [];
      let bytes = 0;
      while (events.length < Math.min(left, MOST_AT_ONCE) && bytes < MAX_PUSH_BYTES - MAX_EVENT_BYTES) {
        const event = this.#seal(station, this.#type(station), true);
        bytes += Buffer.byteLength(JSON.stringify(event));
        Object.assign(station, { seq: event.seq, hash: event.hash });
        events.push(event);
      }
      const answer = await this.#push(station, events);
      if (answer.status !== 200) {
        const { code } = answer.body as Problem;
        this.#count(`${answer.status} ${code}`);
        // A station that has too much that waits is told so; another one goes on.
        if (code !== 'held.quota')
          throw new Error(`a push was refused: ${answer.status} ${JSON.stringify(answer.body).slice(0, 2000)}`);
        Object.assign(station, before);
        this.#stations[at] = await this.#pair(at % 2 === 0 ? 'receiving' : 'packing');
        continue;
      }
      for (const { outcome, held_reason } of (answer.body as PushResponse).outcomes)
        this.#count(held_reason === null ? outcome : `held: ${held_reason.slice(0, 60)}`);
      for (const { type } of events) this.types.set(type, (this.types.get(type) ?? 0) + 1);
      this.events += events.length;
      left -= events.length;
    }
    await this.#poisonCentral(Math.ceil(count / 20));
  }

  #push(station: Poisoner, events: readonly Envelope[]): Promise<Answer> {
    return this.bench.nobody().send<unknown>('POST', '/api/sync/push', {
      body: { incarnation: station.incarnation, events, backlog: 1e9, is_oldest: false, signature: signBatch(events) },
      headers: { authorization: `Bearer ${station.credential}` },
    });
  }

  /** The same rows as an import would bring them, which no station may. What does not fit is refused whole. */
  async #poisonCentral(count: number): Promise<void> {
    for (let n = 0; n < count; n += 1) {
      const draft = { type: 'records-put', body: { import_id: null, ...this.rowsAtBounds() } } as CentralDraft;
      await this.central([draft]).then(
        () => this.#count('central: taken'),
        (error: unknown) => {
          if (!(error instanceof Error) || error.name !== 'DraftRefused') throw error;
          this.#count('central: refused');
        },
      );
    }
  }
}
