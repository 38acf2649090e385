import type { Right } from '@serialbridge/core/rights';
import type { ScryptCost } from '@serialbridge/protocol/credentials';
import type { Logger } from 'pino';
import type { Counter, Histogram, Registry } from 'prom-client';
import type { Store } from '../storage/store/store.ts';

/** What is counted. The kernel makes it (api/metrics.ts); who has something to count is handed it. */
export interface Metrics {
  readonly registry: Registry;
  readonly requests: Histogram<'method' | 'route' | 'status'>;
  readonly events: Counter<'source' | 'outcome'>;
  readonly sign_ins: Counter<'kind' | 'result'>;
}

/** What every part of the service is handed: the store, a clock and the names of this software. */
export interface Central {
  readonly store: Store;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Whole milliseconds since 1970; a clock that tests can move. */
  readonly now: () => number;
  readonly software: string;
  /** What a guess at a password costs: `PASSWORD_COST`, or less for tests. */
  readonly password_cost: ScryptCost;
  /** Resolves after so many milliseconds; tests move their clock on instead. */
  readonly wait: (ms: number) => Promise<void>;
}

/** Who is signed in to the console. */
export interface SignedIn {
  readonly tenant_id: string;
  readonly operator_id: string;
  readonly code: string;
  readonly name: string;
  /** From where; absent: nobody asked over the network. */
  readonly address?: string;
  /** The code of the role. What may be done follows from `rights` alone. */
  readonly role: string;
  /** What a made role is called; null: a built-in one. */
  readonly role_name: string | null;
  readonly rights: ReadonlySet<Right>;
}
