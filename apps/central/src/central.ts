import type { Role } from '@serialbridge/core/model';
import type { Logger } from 'pino';
import type { Metrics } from './api/metrics.ts';
import type { Store } from './storage/index.ts';

/** What every part of the service is handed: the store, a clock and the names of this software. */
export interface Central {
  readonly store: Store;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Whole milliseconds since 1970; a clock that tests can move. */
  readonly now: () => number;
  readonly software: string;
}

/** Who is signed in to the console. */
export interface SignedIn {
  readonly tenant_id: string;
  readonly operator_id: string;
  readonly code: string;
  readonly name: string;
  readonly role: Role;
}
