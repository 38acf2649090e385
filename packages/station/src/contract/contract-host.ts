import type { CallFault, StationMethod, StationSignal, StationTopic } from '@serialbridge/protocol/station';
import type { App } from './host-context.ts';

/** What a transport's server side serves: the host, whatever its services are. */
export interface ContractHost {
  readonly app: App;
  /** Params are parsed already. Rejects with CallError, or anything else for `internal`. */
  call(method: StationMethod, params: unknown): Promise<unknown>;
  /** The topic's state now; undefined: this host has no such topic (the other app's). */
  state(topic: StationTopic): unknown;
  /** Called when a topic's state changed; several changes at once come as one. */
  onChanged(listener: (topic: StationTopic) => void): () => void;
  onSignal(listener: (signal: StationSignal, payload: unknown) => void): () => void;
  /** Something that should not happen; goes to the log. */
  report(details: object, message: string): void;
}

export type Faults = [CallFault, ...CallFault[]];
