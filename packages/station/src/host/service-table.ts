import { touches, type ChangedKeys } from '@serialbridge/cache';
import { CallError } from '@serialbridge/client';
import type { StationMethod, StationTopic } from '@serialbridge/protocol/station';
import type { HostContext, StationService } from '../contract/host-context.ts';
import { asCallError } from './recorder.ts';

/** What a screen may call before the station is paired. */
const UNPAIRED: ReadonlySet<StationMethod> = new Set<StationMethod>([
  'station.pair',
  'station.diagnostics',
  'station.list_options',
  'station.export_outbox',
  'station.export_part',
]);

/** The services of a host: which one answers a call, which one has a topic, and which ones must know of a change. */
export class ServiceTable {
  readonly #context: Pick<HostContext, 'app' | 'pairing' | 'operators'>;
  readonly #services: readonly StationService[];
  readonly #handlers: ReadonlyMap<StationMethod, (params: unknown) => unknown>;
  #lists_version = 0;
  readonly #topics: ReadonlyMap<StationTopic, () => unknown>;

  constructor(context: Pick<HostContext, 'app' | 'pairing' | 'operators'>, services: readonly StationService[]) {
    this.#context = context;
    this.#services = services;
    // Each method belongs to one service, and its params were parsed with its own schema.
    this.#handlers = new Map(
      services.flatMap(({ methods }) => Object.entries(methods) as [StationMethod, (params: unknown) => unknown][]),
    );
    this.#topics = new Map(services.flatMap(({ topics }) => Object.entries(topics) as [StationTopic, () => unknown][]));
  }

  /** Refuses a call before the service is asked, when the station is not paired, or when nobody is signed in where somebody must be. */
  async call(method: StationMethod, params: unknown): Promise<unknown> {
    const { app, pairing, operators } = this.#context;
    const handler = this.#handlers.get(method);
    if (handler === undefined) throw CallError.of('request.not-found', `${app} has no ${method}.`, { method });
    if (!UNPAIRED.has(method) && !method.startsWith('devices.')) pairing.station();
    if (method.startsWith('receiving.') || method.startsWith('packing.')) operators.signedIn();
    try {
      return await handler(params);
    } catch (error) {
      throw asCallError(error);
    }
  }

  state(topic: StationTopic): unknown {
    return this.#topics.get(topic)?.();
  }

  dataChanged(changed: ChangedKeys): void {
    if (touches(changed, ...this.#services.flatMap(({ listed = [] }) => listed))) this.#lists_version += 1;
    for (const service of this.#services) service.onDataChanged?.(changed);
  }

  /** Grows whenever a list may have other rows. */
  get lists_version(): number {
    return this.#lists_version;
  }
}
