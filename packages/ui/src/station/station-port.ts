import type {
  CallFault,
  MethodParams,
  MethodResult,
  SignalPayload,
  StationMethod,
  StationSignal,
  StationTopic,
  TopicState,
} from '@serialbridge/protocol/station';

/** How the line to the host stands. `refused`: it answered, but cannot serve; it says why. */
export interface HostStatus {
  readonly state: 'connecting' | 'connected' | 'lost' | 'refused';
  readonly faults: readonly CallFault[];
}

/** What the screens need of the host. The client of packages/client is one; the fake station of testing/ is another. */
export interface StationPort {
  call<M extends StationMethod>(method: M, params: MethodParams<M>): Promise<MethodResult<M>>;
  subscribe<T extends StationTopic>(topic: T, listener: (state: TopicState<T>) => void): () => void;
  onSignal<S extends StationSignal>(signal: S, listener: (payload: SignalPayload<S>) => void): () => void;
  /** Tells the present status at once, and every change. */
  onStatus(listener: (status: HostStatus) => void): () => void;
}
