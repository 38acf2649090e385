/** A call to central failed. `status` 0: there was no answer of central's at all. */
export class CentralError extends Error {
  override readonly name = 'CentralError';
  readonly status: number;
  /** Code of the problem, or `sync.unreachable`, `sync.unreadable`, `sync.foreign-central`. */
  readonly code: string;
  readonly retry_after_ms: number | null;

  constructor(status: number, code: string, message: string, retry_after_ms: number | null = null, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
    this.code = code;
    this.retry_after_ms = retry_after_ms;
  }
}
