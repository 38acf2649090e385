import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { openStationStore, runsOf, type StationStore } from '@serialbridge/cache';
import { type SyncStation } from '@serialbridge/central/auth';
import { push } from '@serialbridge/central/sync';
import { feedPage } from '@serialbridge/testing/store/feed-page';
import type { Store } from '@serialbridge/central/storage';
import type { EventDraft } from '@serialbridge/core/events';
import { applyEvent } from '@serialbridge/core/ledger';
import type { CaseRow, Row } from '@serialbridge/core/model';
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
  #clock: number;

  constructor(central: Store, tenant_id: string, station: Row<'station'>, operator_id: string, clock: number) {
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
      drafts,
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

  async push(): Promise<void> {
    const { incarnation } = this.store.log.head();
    const { events } = this.store.outbox.batch(incarnation, this.#durable, { events: 500, bytes: 1_000_000 });
    if (events.length === 0) return;
    const request: Batch = {
      incarnation,
      events: events.map(({ text }) => Envelope.parse(JSON.parse(text))),
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
