import type { CallFault } from '@serialbridge/protocol/station';

/**
 * A call that failed: every fault at once, with ids that are also translation keys. Handlers throw it in the host, the client throws it
 * again at the screen, so that both ends speak of the same thing.
 */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly faults: readonly [CallFault, ...CallFault[]];

  constructor(faults: readonly [CallFault, ...CallFault[]]) {
    super(faults.map((fault) => `${fault.code}: ${fault.message}`).join('; '));
    this.faults = faults;
  }

  /** One fault: its id, one sentence of what is wrong and what to do, the blanks of its translation. */
  static of(code: string, message: string, params: CallFault['params'] = {}): CallError {
    return new CallError([{ code, message, params }]);
  }
}
