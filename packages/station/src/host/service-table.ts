import { touches, type ChangedKeys } from '@serialbridge/cache';
import { CallError } from '@serialbridge/client';
import type { StationMethod, StationTopic } from '@serialbridge/protocol/station';
import type { HostContext, StationService } from '../contract/host-context.ts';
import { checkCaller, maySee, type Callers } from '../operators/callers.ts';
import { asCallError } from './recorder.ts';

interface ServiceTableContext extends Callers {
  readonly app: HostContext['app'];
}

/** The services of a host: which one answers a call, which one has a topic, and which ones must know of a change. */
export class ServiceTable {
  readonly #context: ServiceTableContext;
  readonly #services: readonly StationService[];
  readonly #handlers: ReadonlyMap<StationMethod, (params: unknown) => unknown>;
  #lists_version = 0;
  readonly #topics: ReadonlyMap<StationTopic, () => unknown>;

  constructor(context: ServiceTableContext, services: readonly StationService[]) {
    this.#context = context;
    this.#services = services;
    // Each method belongs to one service, and its params were parsed with its own schema.
    this.#handlers = new Map(
      services.flatMap(({ methods }) => Object.entries(methods) as [StationMethod, (params: unknown) => unknown][]),
    );
    this.#topics = new Map(services.flatMap(({ topics }) => Object.entries(topics) as [StationTopic, () => unknown][]));
  }

  /** Refuses a call before the service is asked, if whoever is at the screen may not make it. */
  async call(method: StationMethod, params: unknown): Promise<unknown> {
    const { app } = this.#context;
    const handler = this.#handlers.get(method);
    if (handler === undefined) throw CallError.of('request.not-found', `${app} has no ${method}.`, { method });
    checkCaller(method, this.#context);
    try {
      return await handler(params);
    } catch (error) {
      throw asCallError(error);
    }
  }

  /** Undefined: this host has no such topic, or nobody who may see it is signed in. */
  state(topic: StationTopic): unknown {
    return maySee(topic, this.#context) ? this.#topics.get(topic)?.() : undefined;
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
