import { CentralError } from '@serialbridge/client/central';
import type { Fault, Problem } from '@serialbridge/protocol/errors';

/** Whatever a call threw as a problem; something unforeseen becomes `internal` with its message, never nothing. */
export function problemOf(error: unknown): Problem {
  if (error instanceof CentralError) return error.problem;
  const detail = error instanceof Error ? error.message : String(error);
  return { type: 'about:blank', title: 'internal', status: 500, detail, code: 'internal', errors: [] };
}

/** Every fault of a problem; a problem without faults is its own only fault. */
export function faultsOfProblem(problem: Problem): readonly Fault[] {
  if (problem.errors.length > 0) return problem.errors;
  return [{ code: problem.code, message: problem.detail || problem.title, where: null, params: {} }];
}

/** Seconds to wait, if central named any. */
export function waitOf(error: unknown): number | null {
  return error instanceof CentralError ? error.retry_after : null;
}

/** Central refused for this one reason, which a field says in its own words. */
export const isRefusedAs = (error: unknown, code: string): boolean => error != null && problemOf(error).code === code;
