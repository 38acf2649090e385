import { ERRORS, type ErrorCode } from '@serialbridge/protocol';

/** A sync call that is answered with a problem from the catalogue; nothing was written. */
export class SyncRefused extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, detail: string = ERRORS[code].meaning) {
    super(detail);
    this.name = 'SyncRefused';
    this.code = code;
  }
}
