import { ERRORS, type ErrorCode, type Fault } from '@serialbridge/protocol';

interface RefusalDetails {
  /** What is wrong here and what to do; the catalogue's sentence when left out. */
  readonly detail?: string;
  readonly errors?: readonly Fault[];
  /** Seconds after which trying again makes sense. */
  readonly retry_after?: number;
}

/** A request that is answered with a problem from the catalogue. Nothing was written. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly errors: readonly Fault[];
  readonly retry_after: number | null;
  constructor(code: ErrorCode, { detail, errors = [], retry_after }: RefusalDetails = {}) {
    super(detail ?? ERRORS[code].meaning);
    this.name = 'Refusal';
    this.code = code;
    this.status = ERRORS[code].status;
    this.errors = errors;
    this.retry_after = retry_after ?? null;
  }
}

/** One fault at one field. */
export function fault(code: string, message: string, where: string | null = null, params: Fault['params'] = {}): Fault {
  return { code, message: message.slice(0, 2000), where: where?.slice(0, 300) ?? null, params };
}

export function notFound(what: string): Refusal {
  return new Refusal('request.not-found', { detail: `There is no such ${what}.` });
}
