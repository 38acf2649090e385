import type { FrameLink } from '@serialbridge/client';
import {
  ClientFrame,
  STATION_METHODS,
  type CallFault,
  type Feedback,
  type HostFrame,
  type MethodParams,
  type MethodResult,
  type StationMethod,
  type StationTopic,
  type TopicState,
} from '@serialbridge/protocol/station';
import type { HostStatus, StationPort } from '../station/session/station-port.ts';
import { FAKE_DEVICES, FAKE_NOW, fakeId, FAKE_PACKING, FAKE_RECEIVING, FAKE_STATION } from './fake-states.ts';

type States = { [T in StationTopic]: TopicState<T> };
type Handler<M extends StationMethod> = (params: MethodParams<M>) => MethodResult<M>;
type Handlers = { [M in StationMethod]?: Handler<M> };

const DIAGNOSTICS: MethodResult<'station.diagnostics'> = {
  data_dir: '/var/lib/serialbridge/dock-3',
  incarnation: fakeId(5),
  last_seq: 4211,
  backlog: 0,
  cache_version: 4211,
  ops_bytes: 1_400_000,
  cache_bytes: 8_200_000,
  node: 'v24.1.0',
  sqlite: '3.50.0',
  started_at: FAKE_NOW - 3_600_000,
  sealed_by: 'key-file',
  seal_detail: null,
  seal_opens: true,
};

/** Thrown by a handler: the call fails with these faults. */
export class FakeFault extends Error {
  readonly faults: readonly [CallFault, ...CallFault[]];
  constructor(...faults: [CallFault, ...CallFault[]]) {
    super(faults[0].message);
    this.faults = faults;
  }
}

/**
 * A station in memory that speaks the contract, for tests and demos of the screens: states are what a script sets, calls are answered by
 * what a script says. It decides nothing: rules are the real host's. Reached as a port within the page, or over a transport (`accept`).
 */
export class FakeStation {
  readonly calls: { readonly method: StationMethod; readonly params: unknown }[] = [];
  #states: States;
  #handlers: Handlers = { 'station.diagnostics': () => DIAGNOSTICS };
  #status: HostStatus = { state: 'connected', faults: [] };
  readonly #topics = new Set<(topic: StationTopic) => void>();
  readonly #signals = new Set<(feedback: Feedback) => void>();
  readonly #failures = new Set<(topic: StationTopic, fault: CallFault) => void>();
  readonly #statuses = new Set<(status: HostStatus) => void>();

  constructor(states: States) {
    this.#states = states;
  }

  state<T extends StationTopic>(topic: T): TopicState<T> {
    return this.#states[topic];
  }

  /** Changes some fields of a topic and sends it to every subscriber. */
  change<T extends StationTopic>(topic: T, change: Partial<TopicState<T>>): void {
    this.#states = { ...this.#states, [topic]: { ...this.#states[topic], ...change } };
    for (const send of this.#topics) send(topic);
  }

  answer<M extends StationMethod>(method: M, handler: Handler<M>): void {
    this.#handlers = { ...this.#handlers, [method]: handler };
  }

  signal(feedback: Feedback): void {
    for (const send of this.#signals) send(feedback);
  }

  /** As if the newest state of a topic could not be sent; the next `change` of it is. */
  failTopic(topic: StationTopic, code: string): void {
    for (const send of this.#failures) send(topic, { code, message: code, params: { topic } });
  }

  setStatus(status: HostStatus): void {
    this.#status = status;
    for (const send of this.#statuses) send(status);
  }

  call<M extends StationMethod>(method: M, params: MethodParams<M>): MethodResult<M> {
    this.calls.push({ method, params });
    const handler = this.#handlers[method];
    if (handler === undefined) return {} as MethodResult<M>;
    return handler(params);
  }

  get port(): StationPort {
    return {
      call: (method, params) => new Promise((resolve) => resolve(this.call(method, params))),
      subscribe: (topic, listener) => {
        listener(this.#states[topic]);
        const send = (changed: StationTopic): void => {
          if (changed === topic) listener(this.#states[topic]);
        };
        this.#topics.add(send);
        return () => void this.#topics.delete(send);
      },
      onSignal: (_signal, listener) => {
        this.#signals.add(listener as (feedback: Feedback) => void);
        return () => void this.#signals.delete(listener as (feedback: Feedback) => void);
      },
      onFailedTopics: (listener) => {
        const send = (_topic: StationTopic, fault: CallFault): void => listener([fault]);
        listener([]);
        this.#failures.add(send);
        return () => void this.#failures.delete(send);
      },
      onStatus: (listener) => {
        listener(this.#status);
        this.#statuses.add(listener);
        return () => void this.#statuses.delete(listener);
      },
    };
  }

  /** The host's end of a line: reads frames, answers with frames. */
  accept(link: FrameLink): void {
    const send = (frame: HostFrame): void => link.send(JSON.stringify(frame));
    const subscribed = new Set<StationTopic>();
    const sendTopic = (topic: StationTopic): void => {
      if (subscribed.has(topic)) send({ kind: 'state', topic, state: this.#states[topic] });
    };
    const sendSignal = (payload: Feedback): void => send({ kind: 'signal', signal: 'feedback', payload });
    const sendFailure = (topic: StationTopic, fault: CallFault): void => {
      if (subscribed.has(topic)) send({ kind: 'state-failed', topic, faults: [fault] });
    };
    this.#topics.add(sendTopic);
    this.#signals.add(sendSignal);
    this.#failures.add(sendFailure);
    link.onClose(() => {
      this.#failures.delete(sendFailure);
      this.#topics.delete(sendTopic);
      this.#signals.delete(sendSignal);
    });
    link.onFrame((data) => {
      const frame = ClientFrame.parse(JSON.parse(String(data)));
      switch (frame.kind) {
        case 'hello':
          send({ kind: 'welcome', protocol: frame.protocol, app: this.#states.station.app });
          break;
        case 'subscribe':
          subscribed.add(frame.topic as StationTopic);
          sendTopic(frame.topic as StationTopic);
          break;
        case 'unsubscribe':
          subscribed.delete(frame.topic as StationTopic);
          break;
        case 'call':
          send(this.#answerFrame(frame.id, frame.method as StationMethod, frame.params));
          break;
        case 'unreadable':
          throw new Error(`this fake sent what is not the contract's: ${frame.what}`);
      }
    });
  }

  #answerFrame(id: number, method: StationMethod, params: unknown): HostFrame {
    try {
      const parsed = STATION_METHODS[method].params.parse(params);
      return { kind: 'result', id, result: this.call(method, parsed) };
    } catch (error) {
      if (error instanceof FakeFault) return { kind: 'failed', id, faults: [...error.faults] };
      return {
        kind: 'failed',
        id,
        faults: [{ code: 'internal', message: String(error), params: { message: String(error) } }],
      };
    }
  }
}

/** Paired, signed in, nothing open and nothing plugged in. */
export const idleStation = (): FakeStation =>
  new FakeStation({ station: FAKE_STATION, receiving: FAKE_RECEIVING, packing: FAKE_PACKING, devices: FAKE_DEVICES });
