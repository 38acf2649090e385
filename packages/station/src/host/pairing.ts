import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeKeyPair, type StationStore } from '@serialbridge/cache';
import { CallError } from '@serialbridge/client';
import type { MethodParams, StationState } from '@serialbridge/protocol/station';
import { fingerprintOf } from '@serialbridge/protocol/sync';
import type { App, Log, Operators, Pairing, StationIdentity } from '../contract/host-context.ts';
import { CentralError } from '../sync/central-error.ts';
import { sha256 } from '../sync/check-answer.ts';
import { pairWithCentral, refuseAddress } from '../sync/central-client.ts';
import { checkPairAgain, onlyCentral, unsentEvents } from './pair-again.ts';
import { asCallError } from './recorder.ts';

const PAIR_AGAIN_MS = 2_000;
const KIND_OF: Readonly<Record<App, StationIdentity['kind']>> = { receivebridge: 'receiving', shipbridge: 'packing' };

interface PairingParts {
  readonly app: App;
  readonly store: StationStore;
  readonly now: () => number;
  readonly log: Log;
  readonly insecure_http: boolean;
  readonly operators: () => Pick<Operators, 'approve'>;
  /** Its own central has said that this station was revoked. */
  readonly isRevoked: () => boolean;
  /** This computer is a station now, perhaps another one than before. */
  readonly onPaired: () => void;
  /** The notices changed. */
  readonly onNotice: () => void;
}

export interface HostPairing extends Pairing {
  /** Looks whether the identity changed in the store: central renames a station, or moves it to another warehouse. */
  reread(): boolean;
  /** As method station.pair. */
  pair(request: MethodParams<'station.pair'>): Promise<void>;
  /** For a station that is not paired yet: tries until it is paired or central refuses the code. Never rejects. */
  pairByItself(central_url: string, pairing_code: string): Promise<void>;
  notices(): StationState['notices'];
  /** No more tries. */
  stop(): void;
}

/** Which station this computer is, and how it becomes one by a pairing code. */
export function hostPairing(parts: PairingParts): HostPairing {
  const { app, store, now, log, insecure_http, operators, isRevoked, onPaired, onNotice } = parts;
  const read = (): StationIdentity | null => {
    const row = store.identity.read();
    if (row === null) return null;
    const { tenant_id, station_id, station_name, kind, warehouse_id, central_key } = row;
    const central_fingerprint = central_key === null ? null : fingerprintOf(central_key, sha256);
    return { tenant_id, station_id, station_name, kind, warehouse_id, central_fingerprint };
  };
  let identity = read();
  let problem: StationState['notices'][number] | null = null;
  let stopped = false;
  const isDone = (): boolean => identity !== null || stopped;

  const pair = async ({ central_url, pairing_code, approval }: MethodParams<'station.pair'>): Promise<void> => {
    const refused = refuseAddress(central_url, insecure_http);
    if (refused !== null) throw CallError.of('sync.plain-http', refused, { central_url });
    await checkPairAgain(store, operators(), isRevoked(), approval);
    const only_central = onlyCentral(store);
    try {
      const key = makeKeyPair();
      const answer = await pairWithCentral(central_url, {
        pairing_code,
        computer_name: hostname(),
        public_key: key.public_key,
        only_central,
      });
      // The key is stored first, because an identity without a key could not sign an exported outbox.
      store.keys.write(key, answer, now());
      store.identity.write({ ...answer, central_url, paired_at: now() });
    } catch (error) {
      const isForeign =
        error instanceof CentralError && ['pairing.other-central', 'sync.foreign-central'].includes(error.code);
      if (isForeign && only_central !== null) throw unsentEvents(store);
      if (error instanceof CentralError) throw CallError.of(error.code, error.message, { central_url });
      throw asCallError(error);
    }
    problem = null;
    onPaired();
  };

  const pairByItself = async (central_url: string, pairing_code: string): Promise<void> => {
    while (!isDone()) {
      try {
        await pair({ central_url, pairing_code, approval: null });
        return;
      } catch (error) {
        const [fault] = error instanceof CallError ? error.faults : [];
        const { code, params } = fault ?? { code: 'internal', params: {} };
        log.warn({ code, reason: String(error) }, 'pairing failed');
        problem = { level: 'error', finding: { code, params } };
        onNotice();
        // Central may start after the station. A code that central refuses is for a person to mend.
        if (code !== 'sync.unreachable' && code !== 'sync.unreadable') return;
        await sleep(PAIR_AGAIN_MS, undefined, { ref: false });
      }
    }
  };

  return {
    identity: () => identity,
    station: () => {
      if (identity === null)
        throw CallError.of('station.not-paired', 'This station is not paired with central yet; type a pairing code.');
      return identity;
    },
    reread: () => {
      const before = JSON.stringify(identity);
      identity = read();
      return JSON.stringify(identity) !== before;
    },
    pair,
    pairByItself,
    notices: () => {
      const list = problem === null ? [] : [problem];
      if (identity === null || identity.kind === KIND_OF[app]) return list;
      const params = { kind: identity.kind, needed: KIND_OF[app] };
      return [...list, { level: 'error', finding: { code: 'station.wrong-kind', params } }];
    },
    stop: () => {
      stopped = true;
    },
  };
}
