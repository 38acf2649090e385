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
import type { ClientStatus, StationClient } from '@serialbridge/client';

/** A call that was cut off may have been recorded: that needs other words than one that was never taken. */
function worded(fault: CallFault): CallFault {
  return fault.code === 'host.unavailable' && fault.params['unanswered'] === true
    ? { ...fault, code: 'host.unavailable_unanswered' }
    : fault;
}

/** The faults of whatever a call threw; something unforeseen becomes `internal` with its message, never nothing. */
export function faultsOf(error: unknown): readonly CallFault[] {
  if (error instanceof Error && 'faults' in error && Array.isArray(error.faults) && error.faults.length > 0) {
    return (error.faults as readonly CallFault[]).map(worded);
  }
  const message = error instanceof Error ? error.message : String(error);
  return [{ code: 'internal', message, params: { message } }];
}

function hostStatus(status: ClientStatus): HostStatus {
  return { state: status.status, faults: status.status === 'refused' ? status.faults : [] };
}

/** The client of the contract as the screens see it. */
export function clientPort(client: StationClient): StationPort {
  return {
    call: (method, params) => client.call(method, params),
    subscribe: (topic, listener) => client.subscribe(topic, listener),
    onFailedTopics: (listener) => client.onFailedTopics((failed) => listener([...failed.values()].flat())),
    onSignal: (signal, listener) => client.onSignal(signal, listener),
    onStatus: (listener) => client.onStatus((status) => listener(hostStatus(status))),
  };
}

/** How the line to the host stands. `refused`: it answered, but cannot serve; it says why. */
export interface HostStatus {
  readonly state: 'connecting' | 'connected' | 'lost' | 'refused';
  readonly faults: readonly CallFault[];
}

/** What the screens need of the host. The client of packages/client is one; the fake station of testing/ is another. */
export interface StationPort {
  call<M extends StationMethod>(method: M, params: MethodParams<M>): Promise<MethodResult<M>>;
  subscribe<T extends StationTopic>(topic: T, listener: (state: TopicState<T>) => void): () => void;
  /** Why the screen shows something older than the host has: at once and with each change. Empty: it does not. */
  onFailedTopics(listener: (faults: readonly CallFault[]) => void): () => void;
  onSignal<S extends StationSignal>(signal: S, listener: (payload: SignalPayload<S>) => void): () => void;
  /** Reports the present status at once, and every change. */
  onStatus(listener: (status: HostStatus) => void): () => void;
}
