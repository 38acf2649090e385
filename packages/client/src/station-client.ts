import {
  HostFrame,
  type CallFault,
  type MethodParams,
  type MethodResult,
  type SignalPayload,
  type StationMethod,
  type StationSignal,
  type StationTopic,
  type TopicState,
} from '@serialbridge/protocol/station';
import { PROTOCOL_VERSION } from '@serialbridge/protocol';
import { CallError } from './call-error.ts';
import type { Transport } from './frame-link.ts';
import { HostLine } from './host-line.ts';
import { type FailedTopics, SignalListeners, TopicListeners } from './listeners.ts';
import { OpenCalls } from './open-calls.ts';

/**
 * `connecting`: never had a host yet. `lost`: had one, trying again. `refused`: a host (or its shell) said why it does not serve; tried again, slowly.
 */
export type ClientStatus =
  | { readonly status: 'connecting' }
  | { readonly status: 'connected'; readonly app: 'receivebridge' | 'shipbridge' }
  | { readonly status: 'lost' }
  | { readonly status: 'refused'; readonly faults: readonly CallFault[] };

export interface StationClient {
  /**
   * Calls the host. Rejects with CallError: the host's faults, or `host.unavailable` at once while there is no host. Nothing is queued: a scan made
   * while the host is away is refused aloud, not recorded later behind somebody's back.
   */
  call<M extends StationMethod>(method: M, params: MethodParams<M>): Promise<MethodResult<M>>;
  /** The topic's state, now and after every change; also after each reconnect. Returns how to stop. */
  subscribe<T extends StationTopic>(topic: T, listener: (state: TopicState<T>) => void): () => void;
  /** Topics whose newest state did not come, at once and with each change. What was shown of them is old. */
  onFailedTopics(listener: (failed: FailedTopics) => void): () => void;
  onSignal<S extends StationSignal>(signal: S, listener: (payload: SignalPayload<S>) => void): () => void;
  status(): ClientStatus;
  /** Called with the present status at once, then with each change. */
  onStatus(listener: (status: ClientStatus) => void): () => void;
  close(): void;
}

export interface ClientOptions {
  /** After this a call without an answer fails (ms). */
  readonly call_timeout_ms?: number;
}

/** Of what cannot be read the beginning is said. */
const MOST_SAID = 2_000;

const away = (): CallError =>
  CallError.of('host.unavailable', 'The station host is away; nothing was recorded. It is tried again by itself.');

function readFrame(data: unknown): HostFrame | string {
  try {
    const frame = HostFrame.safeParse(JSON.parse(String(data)));
    return frame.success ? frame.data : frame.error.message;
  } catch (error) {
    return String(error);
  }
}

/**
 * The one client of the station contract, over any transport. What the host sends is parsed here and nowhere else: what cannot be read
 * reaches no listener, and the host is told, so that it stands in the station's log.
 */
export function createStationClient(transport: Transport, options: ClientOptions = {}): StationClient {
  let status: ClientStatus = { status: 'connecting' };
  const statusListeners = new Set<(status: ClientStatus) => void>();
  const enter = (next: ClientStatus): void => {
    status = next;
    for (const listener of statusListeners) listener(next);
  };

  const calls = new OpenCalls(options.call_timeout_ms ?? 60_000);
  const signals = new SignalListeners();
  const topics = new TopicListeners((frame) => {
    if (status.status === 'connected') line.send(frame);
  });

  /** Takes one frame; answers what of it cannot be read. */
  const take = (frame: HostFrame): string | null => {
    switch (frame.kind) {
      case 'welcome':
        line.welcomed();
        enter({ status: 'connected', app: frame.app });
        topics.welcomed();
        break;
      case 'refused':
        enter({ status: 'refused', faults: frame.faults });
        line.refused();
        break;
      case 'failed':
        calls.failed(frame.id, frame.faults);
        break;
      case 'result':
        return calls.answered(frame.id, frame.result);
      case 'state':
        return topics.took(frame.topic, frame.state);
      case 'state-failed':
        topics.failed(frame.topic, frame.faults);
        break;
      case 'signal':
        return signals.took(frame.signal, frame.payload);
    }
    return null;
  };

  const line = new HostLine(transport, {
    opened: () => line.send({ kind: 'hello', protocol: PROTOCOL_VERSION }),
    frame: (data) => {
      const frame = readFrame(data);
      const unreadable = typeof frame === 'string' ? frame : take(frame);
      if (unreadable !== null) line.send({ kind: 'unreadable', what: unreadable.slice(0, MOST_SAID) });
    },
    lost: () => {
      calls.lost();
      topics.lost();
      if (status.status === 'connected') enter({ status: 'lost' });
    },
  });

  return {
    call: (method, params) =>
      status.status === 'connected'
        ? calls.begin(method, (id) => line.send({ kind: 'call', id, method, params }))
        : Promise.reject(away()),
    subscribe: (topic, listener) => topics.subscribe(topic, listener),
    onFailedTopics: (listener) => topics.onFailed(listener),
    onSignal: (signal, listener) => signals.on(signal, listener),
    status: () => status,
    onStatus: (listener) => {
      statusListeners.add(listener);
      listener(status);
      return () => void statusListeners.delete(listener);
    },
    close: () => line.close(),
  };
}
