import type { CallFault } from '@serialbridge/protocol/station';

/** The faults of whatever a call threw; something unforeseen becomes `internal` with its message, never nothing. */
export function faultsOf(error: unknown): readonly CallFault[] {
  if (error instanceof Error && 'faults' in error && Array.isArray(error.faults) && error.faults.length > 0) return error.faults as readonly CallFault[];
  const message = error instanceof Error ? error.message : String(error);
  return [{ code: 'internal', message, params: { message } }];
}
