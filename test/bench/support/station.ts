import type { EventDraft } from '@serialbridge/core/events';
import { PUBLIC_KEY, STATION_KEY, WORKER } from '@serialbridge/testing/store/test-station';
import { v7 as uuidv7 } from 'uuid';
import { openStationStore, type StationStore } from '@serialbridge/cache';
import { applyEvent } from '@serialbridge/core/ledger';
import { REAL_PORTS, centralClient, outboxPush, pairWithCentral, syncLoop } from '@serialbridge/station/sync';

export function openStation(dir: string): StationStore {
  return openStationStore({ dir, newId: uuidv7, fold: applyEvent });
}

/** Makes the store the station that the code is for. */
export async function pairStation(store: StationStore, central_url: string, code: string): Promise<void> {
  const paired = await pairWithCentral(central_url, {
    pairing_code: code,
    computer_name: 'bench',
    public_key: PUBLIC_KEY,
    only_central: null,
  });
  store.keys.write(STATION_KEY, paired, Date.now());
  store.identity.write({ ...paired, central_url, paired_at: Date.now() });
}

/** Records events of honest work: by a person whom central knows, against the cache as it is. */
export function record(store: StationStore, drafts: readonly EventDraft[]): void {
  store.log.append({
    drafts,
    station_id: store.identity.read()?.station_id ?? '',
    operator_id: WORKER,
    approved_by: null,
    captured_at: Date.now(),
    clock_offset_ms: null,
    policy_version: 0,
    cache_version: store.cache.state().cursor?.version ?? 0,
  });
}

const silent = (): void => undefined;
const GIVE_UP_MS = 5 * 60_000;

/** Runs the station's sync loop until `done`, looked at whenever its status changes. Answers the milliseconds it took. */
export async function syncUntil(
  store: StationStore,
  done: (status: { readonly state: string }) => boolean,
): Promise<number> {
  const failures: string[] = [];
  const note = (details: object, message: string): void => {
    failures.push(`${message} ${JSON.stringify(details)}`);
  };
  const from = performance.now();
  let finish: () => void = silent;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const loop = syncLoop({
    store,
    software: 'bench',
    now: Date.now,
    random: Math.random,
    log: { debug: silent, info: note, warn: note, error: note },
    insecure_http: false,
    onStatus: () => {
      if (done(loop.status())) finish();
    },
    onData: silent,
  });
  const timeout = setTimeout(finish, GIVE_UP_MS);
  loop.start();
  await finished;
  const ms = performance.now() - from;
  clearTimeout(timeout);
  const right = done(loop.status());
  await loop.stop();
  if (!right) throw new Error(`the station did not come up to date: ${failures.slice(0, 5).join('; ')}`);
  return ms;
}

/** Until the cache stands at central's head, beyond the version `past`, and nothing waits to be sent. */
export function syncToHead(store: StationStore, past = -1): Promise<number> {
  // Set again when the head is reached.
  store.cache.setFreshAt(0);
  return syncUntil(store, ({ state }) => {
    const { cursor, fresh_at } = store.cache.state();
    return state === 'online' && store.outbox.backlog() === 0 && fresh_at !== 0 && (cursor?.version ?? -1) > past;
  });
}

/** Sends everything that waits, batch after batch as the sync loop does, without the pulls between. */
export async function pushAll(
  store: StationStore,
): Promise<{ readonly ms: number; readonly outcomes: ReadonlyMap<string, number> }> {
  const identity = store.identity.read();
  if (identity === null) throw new Error('the station is not paired');
  const client = centralClient(identity);
  const outbox = outboxPush(store, Date.now, REAL_PORTS);
  const outcomes = new Map<string, number>();
  const { signal } = new AbortController();
  const from = performance.now();
  for (;;) {
    const pushed = await outbox.step(client, identity.station_id, signal);
    if (pushed === null) break;
    const { answer, sent_from } = pushed;
    if (answer.expected_seq !== null) throw new Error(`central expects ${answer.expected_seq}, not ${sent_from}`);
    for (const { outcome } of answer.outcomes) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  return { ms: performance.now() - from, outcomes };
}
