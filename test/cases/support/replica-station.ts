import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { openStationStore, runsOf, type StationStore } from '@serialbridge/cache';
import { type SyncStation } from '@serialbridge/central/auth';
import { push } from '@serialbridge/central/sync';
import { feedPage } from '@serialbridge/testing/store/feed-page';
import type { Store } from '@serialbridge/central/storage';
import { recordCentralEvents } from '@serialbridge/central/ledger';
import { EVENTS, isKnownEvent, type EventDraft } from '@serialbridge/core/events';
import { applyEvent } from '@serialbridge/core/ledger';
import type { CaseRow, Row } from '@serialbridge/core/model';
import { put } from '@serialbridge/testing/store/test-warehouse';
import { Envelope, ZERO_HASH, type PushRequest } from '@serialbridge/protocol';

type Batch = Omit<PushRequest, 'signature'>;

/** A station's real store on a disk of its own, with a line to central that a test opens and closes. */
export class ReplicaStation {
  readonly who: SyncStation;
  readonly operator_id: string;
  readonly store: StationStore;
  readonly #central: Store;
  readonly #dir: string = mkdtempSync(join(tmpdir(), 'serialbridge-case-'));
  /** Every batch that was sent, to send it again. */
  readonly #sent: Batch[] = [];
  #durable = 0;
  /** It is now a dock, now a packing table: what is told here is what two places state, not which of them may. */
  #station: Row<'station'>;
  readonly #bin_id: string;
  #clock: number;

  constructor(
    central: Store,
    tenant_id: string,
    { bin_id, ...station }: Row<'station'> & { bin_id: string },
    operator_id: string,
    clock: number,
  ) {
    this.#station = station;
    this.#bin_id = bin_id;
    this.#central = central;
    this.who = { tenant_id, station_id: station.station_id };
    this.operator_id = operator_id;
    this.#clock = clock;
    this.store = openStationStore({ dir: this.#dir, newId: () => uuidv7(), fold: applyEvent });
    this.store.identity.write({
      central_url: 'http://127.0.0.1:9',
      central_id: uuidv7(),
      tenant_id,
      station_id: station.station_id,
      station_name: station.name,
      kind: station.kind,
      warehouse_id: station.warehouse_id,
      credential: 'x'.repeat(40),
      central_key: null,
      paired_at: 1,
    });
  }

  /** Records offline. @returns the events' ids */
  record(...drafts: readonly EventDraft[]): string[] {
    this.#clock += 1000;
    const appended = this.store.log.append({
      drafts: drafts.map((draft) => this.#atHome(draft)),
      station_id: this.who.station_id,
      operator_id: this.operator_id,
      approved_by: null,
      captured_at: this.#clock,
      clock_offset_ms: null,
      policy_version: 0,
      cache_version: this.store.cache.state().cursor?.version ?? 0,
    });
    return appended.map(({ envelope }) => envelope.event_id);
  }

  /** The same work in this station's own warehouse. */
  #atHome({ type, body }: EventDraft): EventDraft {
    const home: Record<string, unknown> = { ...body };
    if (typeof home['warehouse_id'] === 'string') home['warehouse_id'] = this.#station.warehouse_id;
    if (typeof home['bin_id'] === 'string') home['bin_id'] = this.#bin_id;
    return { type, body: home } as EventDraft;
  }

  /** The kind of station that records such events; null: either may. */
  #kindFor({ type, v }: Envelope): Row<'station'>['kind'] | null {
    if (!isKnownEvent(type, v)) return null;
    const sources: readonly string[] = EVENTS[type].sources;
    const kinds = (['receiving', 'packing'] as const).filter((kind) => sources.includes(`${kind}-station`));
    return kinds.length === 1 ? (kinds[0] ?? null) : null;
  }

  /** Sends what waits, and is of the kind that the next events need when it does. */
  async push(): Promise<void> {
    const { incarnation } = this.store.log.head();
    for (;;) {
      const { events } = this.store.outbox.batch(incarnation, this.#durable, { events: 500, bytes: 1_000_000 });
      const envelopes = events.map(({ text }) => Envelope.parse(JSON.parse(text)));
      const kind = envelopes.map((one) => this.#kindFor(one)).find((one) => one !== null) ?? this.#station.kind;
      const other = envelopes.findIndex((one) => ![null, kind].includes(this.#kindFor(one)));
      if (kind !== this.#station.kind) {
        this.#station = { ...this.#station, kind };
        const drafts = [put('station', [this.#station])];
        await recordCentralEvents(this.#central, this.who.tenant_id, drafts, { operator_id: null, now: 9000 });
      }
      await this.#send(envelopes.slice(0, other === -1 ? envelopes.length : other));
      if (other === -1) return;
    }
  }

  async #send(events: readonly Envelope[]): Promise<void> {
    const { incarnation } = this.store.log.head();
    if (events.length === 0) return;
    const request: Batch = {
      incarnation,
      events: [...events],
      backlog: events.length,
      is_oldest: false,
    };
    this.#sent.push(request);
    const { durable_seq, epoch, version, outcomes } = await push(this.#central, this.who, request, 9000);
    this.#durable = durable_seq;
    this.store.outbox.acknowledge({ incarnation, durable_seq, epoch, version, outcomes, at: 9000 });
  }

  async pull(): Promise<void> {
    const head = await this.#central.db
      .selectFrom('tenant_head')
      .select('epoch')
      .where('tenant_id', '=', this.who.tenant_id)
      .executeTakeFirstOrThrow();
    let cursor = this.store.cache.state().cursor ?? { epoch: head.epoch, version: 0, hash: ZERO_HASH };
    for (;;) {
      const page = await feedPage(this.#central, this.who, cursor);
      this.store.cache.apply(runsOf(page.changes), page.next);
      cursor = page.next;
      if (cursor.version === page.head.version) return;
    }
  }

  /** Sends every batch once more, the newest first: what a broken line may do. */
  async pushAllAgain(): Promise<void> {
    for (const request of this.#sent.toReversed()) await push(this.#central, this.who, request, 9500);
  }

  /** Takes the whole feed once more. */
  async pullAllAgain(): Promise<void> {
    const { cursor } = this.store.cache.state();
    if (cursor === null) return;
    const page = await feedPage(this.#central, this.who, { ...cursor, version: 0, hash: ZERO_HASH }, 50_000);
    this.store.cache.apply(runsOf(page.changes), page.next);
    await this.pull();
  }

  case(case_id: string): CaseRow | undefined {
    return this.store.view.row('case', case_id);
  }
  caseIds(): string[] {
    return this.store.read.all('SELECT case_id FROM live_case').map((row) => String(row['case_id']));
  }

  close(): void {
    this.store.close();
    rmSync(this.#dir, { recursive: true, force: true });
  }
}
