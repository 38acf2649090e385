import type { CallFault } from '@serialbridge/protocol/station';

/** A call that was cut off may have been recorded: that needs other words than one that was never taken. */
function worded(fault: CallFault): CallFault {
  return fault.code === 'host.unavailable' && fault.params['unanswered'] === true
    ? { ...fault, code: 'host.unavailable_unanswered' }
    : fault;
}

/** The faults of whatever a call threw; something unforeseen becomes `internal` with its message, never nothing. */
export function faultsOf(error: unknown): readonly CallFault[] {
  if (error instanceof Error && 'faults' in error && Array.isArray(error.faults) && error.faults.length > 0) {
    return (error.faults as readonly CallFault[]).map(worded);
  }
  const message = error instanceof Error ? error.message : String(error);
  return [{ code: 'internal', message, params: { message } }];
}
