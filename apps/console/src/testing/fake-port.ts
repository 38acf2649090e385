import type { Fetch } from '@serialbridge/client/central';
import type { BuiltInRole } from '@serialbridge/core/rights';
import type { Problem } from '@serialbridge/protocol/errors';
import type { FakeData } from './fake-data.ts';

export interface FakeCentral {
  readonly fetch: Fetch;
  readonly data: FakeData;
  /** Every request in its order, `POST /api/session`. */
  readonly requests: { readonly call: string; readonly body: unknown }[];
  /** Who is signed in, or null. */
  role: BuiltInRole | null;
  /** Head of the feed; raise it and the console reads again. */
  version: number;
  /** No answer at all, as when the network is away. */
  away: boolean;
}

/** An answer that is a problem. */
export class FakeRefusal extends Error {
  readonly problem: Problem;
  readonly retry_after: number | null;
  constructor(
    code: string,
    status: number,
    errors: Problem['errors'] = [],
    retry_after: number | null = null,
    detail = code,
  ) {
    super(code);
    this.problem = { type: `urn:serialbridge:error:${code}`, title: code, status, detail, code, errors };
    this.retry_after = retry_after;
  }
}
