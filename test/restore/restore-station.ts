import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { openStationStore, type StationStore } from '@serialbridge/cache';
import type { EventDraft } from '@serialbridge/core/events';
import { applyEvent } from '@serialbridge/core/ledger';
import { pairWithCentral, syncLoop, type SyncLoop } from '@serialbridge/station/sync';

const silent = (): void => undefined;

/** A station's real store and sync loop, with somebody who receives. */
export class RestoreStation {
  readonly name: string;
  readonly store: StationStore;
  readonly log: string[] = [];
  /** Every serial that was accepted here. */
  readonly serials: string[] = [];
  #loop: SyncLoop | null = null;

  constructor(folder: string, name: string) {
    this.name = name;
    const dir = join(folder, name);
    mkdirSync(dir, { recursive: true });
    this.store = openStationStore({ dir, newId: uuidv7, fold: applyEvent });
  }

  async pair(central_url: string, code: string): Promise<void> {
    const paired = await pairWithCentral(central_url, code, this.name);
    this.store.writeIdentity({ ...paired, central_url, paired_at: Date.now() });
  }

  goOnline(): void {
    const note = (details: object, message: string): void => {
      this.log.push(`${message} ${JSON.stringify(details)}`);
    };
    this.#loop = syncLoop({
      store: this.store,
      software: 'test-restore',
      now: Date.now,
      random: Math.random,
      log: { debug: silent, info: note, warn: note, error: note },
      insecure_http: false,
      onStatus: silent,
      onData: silent,
    });
    this.#loop.start();
  }

  async goOffline(): Promise<void> {
    await this.#loop?.stop();
    this.#loop = null;
  }

  nudge(): void {
    this.#loop?.syncNow();
  }

  /**
   * Nothing waits, and central was heard, since `from`, to be no further. `whole`: nothing is overlaid; events that central holds are, until it can
   * apply them.
   */
  isSettled(whole: boolean, from: number): boolean {
    const loop = this.#loop;
    if (loop === null) return false;
    const { state, pull, last_contact_at } = loop.status();
    return (
      state === 'online' &&
      pull === null &&
      (last_contact_at ?? 0) >= from &&
      loop.cacheAgeMs() === null &&
      this.store.backlog() === 0 &&
      (!whole || this.store.overlaidEvents() === 0) &&
      !this.store.lost.pending()
    );
  }

  status(): string {
    const { cursor } = this.store.cacheState();
    return JSON.stringify({
      name: this.name,
      sync: this.#loop?.status(),
      age: this.#loop?.cacheAgeMs(),
      cursor,
      overlaid: this.store.overlaidEvents(),
      backlog: this.store.backlog(),
      lost: this.store.lost.pending(),
      log: this.log.slice(-6),
    });
  }

  /** One receipt of some serials of the first line of the PO, saved. */
  receive(number: string, count: number): void {
    const line = this.store.read.get(
      `SELECT l.po_line_id, l.product_id, l.purchase_order_id FROM live_po_line l JOIN live_purchase_order p USING (purchase_order_id)
       WHERE p.number = ? ORDER BY l.line_number LIMIT 1`,
      [number],
    );
    if (line === undefined) throw new Error(`${this.name} does not know ${number}`);
    const identity = this.store.readIdentity();
    if (identity === null) throw new Error(`${this.name} is not paired`);
    const receiving_session_id = uuidv7();
    const line_id = String(line['po_line_id']);
    const product_id = String(line['product_id']);
    const document = { document_kind: 'purchase_order', document_id: String(line['purchase_order_id']) } as const;
    const serials = Array.from(
      { length: count },
      (_, at) => `${this.name}${String(this.serials.length + at).padStart(7, '0')}`,
    );
    this.serials.push(...serials);
    const { warehouse_id } = identity;
    const drafts: EventDraft[] = [
      { type: 'receiving-session-opened', body: { receiving_session_id, ...document, warehouse_id } },
      {
        type: 'receipt-line-counted',
        body: {
          receiving_session_id,
          line_id,
          product_id,
          receipt_line_id: uuidv7(),
          bin_id: null,
          quantity: count,
          units: serials.map((serial_raw) => ({ unit_id: uuidv7(), serial_raw, lot: null, expiry: null })),
          override: null,
          warnings: [],
        },
      },
      {
        type: 'receipt-saved',
        body: { receiving_session_id, ...document, totals: [{ line_id, product_id, quantity: count, serials: count }] },
      },
    ];
    this.store.append({
      drafts,
      station_id: identity.station_id,
      operator_id: null,
      approved_by: null,
      captured_at: Date.now(),
      clock_offset_ms: null,
      policy_version: 0,
      cache_version: this.store.cacheState().cursor?.version ?? 0,
    });
    this.#loop?.recorded();
  }

  async close(): Promise<void> {
    await this.goOffline();
    this.store.close();
  }
}
