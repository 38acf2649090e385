import {
  type CallFault,
  STATION_SIGNALS,
  STATION_TOPICS,
  type ClientFrame,
  type SignalPayload,
  type StationSignal,
  type StationTopic,
  type TopicState,
} from '@serialbridge/protocol/station';

/** Topics of which the screen shows something older than the host has, and why. */
export type FailedTopics = ReadonlyMap<StationTopic, readonly CallFault[]>;

/** Who listens to which topic, and the last state of each, so that a second listener gets it at once. States are parsed here. */
export class TopicListeners {
  /** Sends if the host serves just now. */
  readonly #send: (frame: ClientFrame) => void;
  readonly #listeners = new Map<StationTopic, Set<(state: unknown) => void>>();
  readonly #last = new Map<StationTopic, unknown>();
  readonly #failed = new Map<StationTopic, readonly CallFault[]>();
  readonly #onFailed = new Set<(failed: FailedTopics) => void>();

  constructor(send: (frame: ClientFrame) => void) {
    this.#send = send;
  }

  subscribe<T extends StationTopic>(topic: T, listener: (state: TopicState<T>) => void): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners);
    // `took` parses with the topic's own schema.
    const entry = listener as (state: unknown) => void;
    listeners.add(entry);
    if (listeners.size === 1) this.#send({ kind: 'subscribe', topic });
    else if (this.#last.has(topic)) entry(this.#last.get(topic));
    return () => {
      if (!listeners.delete(entry) || listeners.size > 0) return;
      this.#last.delete(topic);
      if (this.#failed.delete(topic)) this.#tellFailed();
      this.#send({ kind: 'unsubscribe', topic });
    };
  }

  /** A host that has just begun to serve knows of no listener. */
  welcomed(): void {
    for (const [topic, { size }] of this.#listeners) if (size > 0) this.#send({ kind: 'subscribe', topic });
  }

  lost(): void {
    this.#last.clear();
    this.#failed.clear();
    this.#tellFailed();
  }

  onFailed(listener: (failed: FailedTopics) => void): () => void {
    this.#onFailed.add(listener);
    listener(new Map(this.#failed));
    return () => void this.#onFailed.delete(listener);
  }

  #tellFailed(): void {
    for (const listener of this.#onFailed) listener(new Map(this.#failed));
  }

  /** The topic has a newer state that did not come. Nobody but who listens needs to know. */
  failed(topic: string, faults: readonly CallFault[]): void {
    if (!Object.hasOwn(STATION_TOPICS, topic)) return;
    this.#failed.set(topic as StationTopic, faults);
    this.#tellFailed();
  }

  /** What is wrong with the state; null: nothing. A topic that this screen doesn't know is not for it. */
  took(topic: string, state: unknown): string | null {
    if (!Object.hasOwn(STATION_TOPICS, topic)) return null;
    const name = topic as StationTopic;
    const parsed = STATION_TOPICS[name].state.safeParse(state);
    if (!parsed.success) {
      this.failed(topic, [{ code: 'topic.failed', message: 'What stands here cannot be read.', params: { topic } }]);
      return `state of ${topic}: ${parsed.error.message}`;
    }
    if (this.#failed.delete(name)) this.#tellFailed();
    this.#last.set(name, parsed.data);
    for (const listener of this.#listeners.get(name) ?? []) listener(parsed.data);
    return null;
  }
}

/** Who listens to which signal. Payloads are parsed here. */
export class SignalListeners {
  readonly #listeners = new Map<StationSignal, Set<(payload: unknown) => void>>();

  on<S extends StationSignal>(signal: S, listener: (payload: SignalPayload<S>) => void): () => void {
    const listeners = this.#listeners.get(signal) ?? new Set();
    this.#listeners.set(signal, listeners);
    const entry = listener as (payload: unknown) => void;
    listeners.add(entry);
    return () => void listeners.delete(entry);
  }

  /** What is wrong with the payload; null: nothing. */
  took(signal: string, payload: unknown): string | null {
    if (!Object.hasOwn(STATION_SIGNALS, signal)) return null;
    const name = signal as StationSignal;
    const parsed = STATION_SIGNALS[name].safeParse(payload);
    if (!parsed.success) return `signal ${signal}: ${parsed.error.message}`;
    for (const listener of this.#listeners.get(name) ?? []) listener(parsed.data);
    return null;
  }
}
