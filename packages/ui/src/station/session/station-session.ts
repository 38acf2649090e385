import type {
  CallFault,
  Feedback,
  Finding,
  MethodParams,
  MethodResult,
  PackingState,
  ReceivingState,
  StationMethod,
  StationState,
} from '@serialbridge/protocol/station';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { SoundPlayer } from '../../sounds/index.ts';
import { faultsOf, type HostStatus, type StationPort } from './station-port.ts';

export interface FeedbackState {
  readonly last: Feedback | null;
  /** Scans handed to the host whose verdict is not here yet. */
  readonly pending: number;
}

/** A code as the page read it: what dialogs take, and what the host is sent. */
export type ScanInput = MethodParams<'scan.submit'>;

/** What the last scan showed of how the keyboard scanner is set up. */
interface ScannerState {
  readonly caps_lock: boolean;
  readonly without_suffix: boolean;
}

/** What takes scans before the host does, as long as it is open: a dialog. False: not mine, let the next one have it, the host last. */
export type ScanTaker = (scan: ScanInput) => boolean | void;

/** One page's line to one station: stores fed by the host, and what is said aloud. The host is the only truth. */
export interface StationSession {
  readonly port: StationPort;
  readonly sounds: SoundPlayer;
  readonly host: StoreApi<HostStatus>;
  readonly station: StoreApi<StationState | null>;
  readonly receiving: StoreApi<ReceivingState | null>;
  readonly packing: StoreApi<PackingState | null>;
  /** Why what is shown is older than what the host has. */
  readonly stale: StoreApi<readonly CallFault[]>;
  readonly feedback: StoreApi<FeedbackState>;
  readonly scanner: StoreApi<ScannerState>;
  /** Subscribes; returns how to stop. */
  readonly open: () => () => void;
  /** Shows and sounds a verdict once, whichever way it came. */
  readonly show: (feedback: Feedback) => void;
  /** A refusal of the screen's own: the host was never asked. */
  readonly refuse: (faults: readonly (Finding | CallFault)[], text: string | null) => void;
  readonly submitScan: (scan: ScanInput) => Promise<void>;
  /** The newest taker gets the scans; returns the release. */
  readonly takeScans: (taker: ScanTaker) => () => void;
  readonly call: <M extends StationMethod>(method: M, params: MethodParams<M>) => Promise<MethodResult<M>>;
}

const REMEMBERED = 50;
const CONNECTING: HostStatus = { state: 'connecting', faults: [] };

export function createStationSession(port: StationPort, sounds: SoundPlayer = new SoundPlayer()): StationSession {
  const host = createStore<HostStatus>(() => CONNECTING);
  const station = createStore<StationState | null>(() => null);
  const receiving = createStore<ReceivingState | null>(() => null);
  const packing = createStore<PackingState | null>(() => null);
  const stale = createStore<readonly CallFault[]>(() => []);
  const feedback = createStore<FeedbackState>(() => ({ last: null, pending: 0 }));
  const scanner = createStore<ScannerState>(() => ({ caps_lock: false, without_suffix: false }));
  const shown: string[] = [];
  let takers: readonly ScanTaker[] = [];

  const show = (verdict: Feedback): void => {
    if (shown.includes(verdict.feedback_id)) return;
    shown.push(verdict.feedback_id);
    if (shown.length > REMEMBERED) shown.shift();
    sounds.play(verdict.level);
    feedback.setState({ last: verdict });
  };

  const refuse: StationSession['refuse'] = (faults, text) => {
    const [first, ...rest] = faults.map(({ code, params, ...more }) => ({
      code,
      params: 'message' in more ? { ...params, message: more.message } : params,
    }));
    if (first === undefined) return;
    show({
      feedback_id: crypto.randomUUID(),
      at: Date.now(),
      level: 'refused',
      text,
      headline: first,
      findings: rest,
      override_token: null,
    });
  };

  const away = (text: string | null): void => refuse([{ code: 'host.unavailable', params: {} }], text);

  const submitScan = async (scan: ScanInput): Promise<void> => {
    for (const taker of takers.toReversed()) if (taker(scan) !== false) return;
    if (host.getState().state !== 'connected') return away(scan.text);
    feedback.setState((state) => ({ pending: state.pending + 1 }));
    try {
      const { feedback: verdict } = await port.call('scan.submit', scan);
      show(verdict);
    } catch (error) {
      refuse(faultsOf(error), scan.text);
    } finally {
      feedback.setState((state) => ({ pending: state.pending - 1 }));
    }
  };

  const open = (): (() => void) => {
    const stops = [
      port.onStatus((status) => host.setState(status, true)),
      port.subscribe('station', (state) => station.setState(state, true)),
      port.subscribe('receiving', (state) => receiving.setState(state, true)),
      port.subscribe('packing', (state) => packing.setState(state, true)),
      port.onFailedTopics((faults) => stale.setState(faults, true)),
      port.onSignal('feedback', show),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  };

  return {
    port,
    sounds,
    host,
    station,
    receiving,
    packing,
    stale,
    feedback,
    scanner,
    open,
    show,
    refuse,
    submitScan,
    takeScans: (taker) => {
      takers = [...takers, taker];
      return () => {
        takers = takers.filter((one) => one !== taker);
      };
    },
    call: (method, params) => port.call(method, params),
  };
}
