import { CallError } from '@serialbridge/client';
import { CentralError } from '@serialbridge/client/central';
import { Problem } from '@serialbridge/protocol/errors';

export interface Refused {
  readonly status: number | null;
  /** Of every fault. */
  readonly codes: readonly string[];
  readonly message: string;
}

/** Runs what must be refused and gives the refusal. @throws if it was let through */
export async function refused(work: Promise<unknown>): Promise<Refused> {
  const outcome = await work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (!('error' in outcome)) throw new Error(`it was let through: ${JSON.stringify(outcome.value).slice(0, 500)}`);
  const { error } = outcome;
  if (error instanceof CallError)
    return {
      status: null,
      codes: error.faults.map((fault) => fault.code),
      message: error.faults.map((fault) => fault.message).join(' '),
    };
  if (error instanceof CentralError)
    return {
      status: error.problem.status,
      codes: [error.problem.code, ...error.problem.errors.map((fault) => fault.code)],
      message: error.message,
    };
  throw error;
}

/** A raw HTTP answer that must be problem details. */
export async function problemOf(response: Response): Promise<Problem> {
  const answer: unknown = await response.json();
  if (response.ok) throw new Error(`it was let through: ${JSON.stringify(answer).slice(0, 500)}`);
  return Problem.parse(answer);
}
