import {
  HostFrame,
  MAX_FRAME_BYTES,
  STATION_METHODS,
  STATION_SIGNALS,
  STATION_TOPICS,
  type CallFault,
  type ClientFrame,
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
import type { Transport, FrameLink } from './frame-link.ts';

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
  onSignal<S extends StationSignal>(signal: S, listener: (payload: SignalPayload<S>) => void): () => void;
  status(): ClientStatus;
  /** Called with the present status at once, then with each change. */
  onStatus(listener: (status: ClientStatus) => void): () => void;
  close(): void;
}

export interface ClientOptions {
  /** After this a call without an answer fails (ms). */
  readonly call_timeout_ms?: number;
  /** Told of what the host sends and this client can't read; the host is the other version then. */
  readonly onUnreadable?: (what: string) => void;
}

const FIRST_WAIT_MS = 100;
/** A host comes back in about a second: a screen that looks less often than this would itself be what keeps the dock waiting. */
const LONGEST_WAIT_MS = 400;
const REFUSED_WAIT_MS = 3_000;

interface Pending {
  readonly method: StationMethod;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: CallError) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

const away = (): CallError =>
  CallError.of('host.unavailable', 'The station host is away; nothing was recorded. It is tried again by itself.');
const cut = (): CallError =>
  CallError.of('host.unavailable', 'The station host went away before it answered; look whether it was recorded.', {
    unanswered: true,
  });

/** The one client of the station contract, over any transport. Every message is parsed at this end too. */
export function createStationClient(transport: Transport, options: ClientOptions = {}): StationClient {
  const { call_timeout_ms = 60_000, onUnreadable = () => undefined } = options;
  let status: ClientStatus = { status: 'connecting' };
  let link: FrameLink | null = null;
  let closed = false;
  let attempt = 0;
  let nextId = 1;
  let retry: ReturnType<typeof setTimeout> | null = null;
  const pending = new Map<number, Pending>();
  const statusListeners = new Set<(status: ClientStatus) => void>();
  const topicListeners = new Map<StationTopic, Set<(state: unknown) => void>>();
  const signalListeners = new Map<StationSignal, Set<(payload: unknown) => void>>();
  const lastStates = new Map<StationTopic, unknown>();

  const enter = (next: ClientStatus): void => {
    status = next;
    for (const listener of statusListeners) listener(next);
  };
  const send = (frame: ClientFrame): void => link?.send(JSON.stringify(frame));

  const failAll = (): void => {
    for (const { reject, timer } of pending.values()) {
      clearTimeout(timer);
      reject(cut());
    }
    pending.clear();
  };
  const settle = (id: number): Pending | null => {
    const call = pending.get(id) ?? null;
    if (call !== null) clearTimeout(call.timer);
    pending.delete(id);
    return call;
  };

  const takeResult = (id: number, result: unknown): void => {
    const call = settle(id);
    if (call === null) return;
    const parsed = STATION_METHODS[call.method].result.safeParse(result);
    if (parsed.success) call.resolve(parsed.data);
    else
      call.reject(CallError.of('internal', `The host answered ${call.method} in a shape that is not the contract's.`));
  };
  const takeState = (topic: string, given: unknown): void => {
    if (!Object.hasOwn(STATION_TOPICS, topic)) return;
    const name = topic as StationTopic;
    const parsed = STATION_TOPICS[name].safeParse(given);
    if (!parsed.success) {
      onUnreadable(`state of ${topic}: ${parsed.error.message}`);
      return;
    }
    lastStates.set(name, parsed.data);
    for (const listener of topicListeners.get(name) ?? []) listener(parsed.data);
  };
  const takeSignal = (signal: string, given: unknown): void => {
    if (!Object.hasOwn(STATION_SIGNALS, signal)) return;
    const name = signal as StationSignal;
    const parsed = STATION_SIGNALS[name].safeParse(given);
    if (!parsed.success) {
      onUnreadable(`signal ${signal}: ${parsed.error.message}`);
      return;
    }
    for (const listener of signalListeners.get(name) ?? []) listener(parsed.data);
  };
  const readFrame = (data: unknown): HostFrame | null => {
    try {
      const frame = HostFrame.safeParse(JSON.parse(String(data)));
      if (frame.success) return frame.data;
      onUnreadable(frame.error.message);
    } catch (error) {
      onUnreadable(String(error));
    }
    return null;
  };
  const take = (data: unknown): void => {
    const frame = readFrame(data);
    if (frame === null) return;
    switch (frame.kind) {
      case 'welcome':
        attempt = 0;
        enter({ status: 'connected', app: frame.app });
        for (const [topic, listeners] of topicListeners) if (listeners.size > 0) send({ kind: 'subscribe', topic });
        break;
      case 'refused':
        enter({ status: 'refused', faults: frame.faults });
        link?.close();
        break;
      case 'result':
        takeResult(frame.id, frame.result);
        break;
      case 'failed': {
        const [first, ...rest] = frame.faults;
        if (first !== undefined) settle(frame.id)?.reject(new CallError([first, ...rest]));
        break;
      }
      case 'state':
        takeState(frame.topic, frame.state);
        break;
      case 'signal':
        takeSignal(frame.signal, frame.payload);
        break;
    }
  };

  const tryLater = (): void => {
    if (closed) return;
    attempt += 1;
    const wait =
      status.status === 'refused'
        ? REFUSED_WAIT_MS
        : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt - 1, 10));
    retry = setTimeout(connect, wait);
  };
  const lose = (): void => {
    link = null;
    failAll();
    lastStates.clear();
    if (status.status === 'connected') enter({ status: 'lost' });
    tryLater();
  };
  const begin = (got: FrameLink): void => {
    if (closed) {
      got.close();
      return;
    }
    link = got;
    got.onFrame(take);
    got.onClose(() => {
      if (link === got) lose();
    });
    send({ kind: 'hello', protocol: PROTOCOL_VERSION });
  };
  function connect(): void {
    transport.connect().then(begin, tryLater);
  }
  connect();

  return {
    call: <M extends StationMethod>(method: M, params: MethodParams<M>) =>
      new Promise<MethodResult<M>>((resolve, reject) => {
        if (status.status !== 'connected') {
          reject(away());
          return;
        }
        const id = nextId++;
        const text = JSON.stringify({ kind: 'call', id, method, params } satisfies ClientFrame);
        if (new TextEncoder().encode(text).length > MAX_FRAME_BYTES) {
          reject(CallError.of('request.too-large', `More than ${MAX_FRAME_BYTES} bytes at once; send less.`));
          return;
        }
        const timer = setTimeout(() => settle(id)?.reject(cut()), call_timeout_ms);
        // takeResult has parsed it with this method's own schema.
        pending.set(id, { method, resolve: (result) => resolve(result as MethodResult<M>), reject, timer });
        link?.send(text);
      }),
    subscribe: (topic, listener) => {
      const listeners = topicListeners.get(topic) ?? new Set();
      topicListeners.set(topic, listeners);
      // takeState parses with the topic's own schema.
      const entry = listener as (state: unknown) => void;
      const first = listeners.size === 0;
      listeners.add(entry);
      if (first && status.status === 'connected') send({ kind: 'subscribe', topic });
      else if (lastStates.has(topic)) entry(lastStates.get(topic));
      return () => {
        listeners.delete(entry);
        if (listeners.size > 0) return;
        lastStates.delete(topic);
        if (status.status === 'connected') send({ kind: 'unsubscribe', topic });
      };
    },
    onSignal: (signal, listener) => {
      const listeners = signalListeners.get(signal) ?? new Set();
      signalListeners.set(signal, listeners);
      const entry = listener as (payload: unknown) => void;
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
    status: () => status,
    onStatus: (listener) => {
      statusListeners.add(listener);
      listener(status);
      return () => void statusListeners.delete(listener);
    },
    close: () => {
      closed = true;
      if (retry !== null) clearTimeout(retry);
      link?.close();
    },
  };
}
