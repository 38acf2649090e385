import {
  MAX_FRAME_BYTES,
  STATION_METHODS,
  type CallFault,
  type MethodResult,
  type StationMethod,
} from '@serialbridge/protocol/station';
import { CallError } from './call-error.ts';

interface OpenCall {
  readonly method: StationMethod;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: CallError) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

const unanswered = (): CallError =>
  CallError.of('host.unavailable', 'The station host went away before it answered; look whether it was recorded.', {
    unanswered: true,
  });

/** Calls that wait for their answers. Results are parsed here, by their receiver, and nowhere else. */
export class OpenCalls {
  readonly #timeoutMs: number;
  readonly #open = new Map<number, OpenCall>();
  #next = 1;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** `send` says whether the call fits a frame. */
  begin<M extends StationMethod>(method: M, send: (id: number) => boolean): Promise<MethodResult<M>> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#settle(id)?.reject(unanswered()), this.#timeoutMs);
      // `answered` parses it with this method's own schema.
      this.#open.set(id, { method, resolve: (result) => resolve(result as MethodResult<M>), reject, timer });
      if (send(id)) return;
      this.#settle(id)?.reject(
        CallError.of('request.too-large', `More than ${MAX_FRAME_BYTES} bytes at once; send less.`),
      );
    });
  }

  /** What is wrong with the result; null: nothing. */
  answered(id: number, result: unknown): string | null {
    const call = this.#settle(id);
    if (call === null) return null;
    const parsed = STATION_METHODS[call.method].result.safeParse(result);
    if (parsed.success) {
      call.resolve(parsed.data);
      return null;
    }
    call.reject(CallError.of('internal', `The host answered ${call.method} in a shape that is not the contract's.`));
    return `result of ${call.method}: ${parsed.error.message}`;
  }

  failed(id: number, [first, ...rest]: readonly CallFault[]): void {
    if (first !== undefined) this.#settle(id)?.reject(new CallError([first, ...rest]));
  }

  /** The host is away: whatever it was asked may or may not have been recorded. */
  lost(): void {
    for (const id of this.#open.keys()) this.#settle(id)?.reject(unanswered());
  }

  #settle(id: number): OpenCall | null {
    const call = this.#open.get(id) ?? null;
    if (call !== null) clearTimeout(call.timer);
    this.#open.delete(id);
    return call;
  }
}
