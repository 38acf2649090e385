import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import type { RunningCentral } from '@serialbridge/central';
import type { EventDraft } from '@serialbridge/core/events';
import { createStationHost, type StationHost } from '@serialbridge/station';
import { WORKER } from '@serialbridge/testing/store/test-station';
import type { StationState } from '@serialbridge/protocol/station';

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** A real station host on a folder of its own, with a clock that a test moves. */
export class StationRig {
  readonly dir: string = mkdtempSync(join(tmpdir(), 'serialbridge-outbox-'));
  host: StationHost;
  #offset = 0;

  constructor() {
    this.host = this.#open();
  }
  #open(): StationHost {
    return createStationHost({
      app: 'receivebridge',
      data_dir: this.dir,
      log: quiet,
      watch_devices: null,
      random: () => 0,
      now: () => Date.now() + this.#offset,
    });
  }
  get now(): number {
    return Date.now() + this.#offset;
  }
  later(ms: number): void {
    this.#offset += ms;
  }
  async restart(): Promise<void> {
    await this.host.close();
    this.host = this.#open();
  }
  async pair(
    central: RunningCentral,
    pairing_code: string,
    approval: { readonly code: string; readonly pin: string } | null = null,
  ): Promise<void> {
    await this.host.call('station.pair', { central_url: central.url, pairing_code, approval });
  }
  record(...drafts: readonly EventDraft[]): string[] {
    const { store, context } = this.host;
    const appended = store.log.append({
      drafts,
      station_id: context.pairing.station().station_id,
      operator_id: WORKER,
      approved_by: null,
      captured_at: this.now,
      clock_offset_ms: null,
      policy_version: 0,
      cache_version: store.cache.state().cursor?.version ?? 0,
    });
    return appended.map(({ envelope }) => envelope.event_id);
  }
  /** Asks again and again, as a person would, until it is so. */
  async until(is: () => boolean): Promise<void> {
    await vi.waitFor(
      async () => {
        if (is()) return;
        await this.host.call('station.sync_now', {});
        expect(is()).toBe(true);
      },
      { timeout: 15_000, interval: 50 },
    );
  }
  state(): StationState {
    return this.host.state('station') as StationState;
  }
  sent(): Promise<void> {
    return this.until(() => this.state().sync.state === 'online' && this.host.store.outbox.backlog() === 0);
  }
  async export(): Promise<{ file_name: string; events: number; text: string }[]> {
    const { files } = (await this.host.call('station.export_outbox', {})) as {
      files: { file_name: string; events: number; parts: number }[];
    };
    const read: { file_name: string; events: number; text: string }[] = [];
    for (const { file_name, events, parts } of files) {
      let text = '';
      for (let part = 0; part < parts; part += 1)
        text += ((await this.host.call('station.export_part', { file_name, part })) as { text: string }).text;
      read.push({ file_name, events, text });
    }
    return read;
  }
  async close(): Promise<void> {
    await this.host.close();
    rmSync(this.dir, { recursive: true, force: true });
  }
}
