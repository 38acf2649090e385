import { Client } from 'pg';

/** Statements of transactions of the pool: `n` counts from `begin`. What it returns or throws takes the statement's place. */
export type OnStatement = (at: {
  readonly n: number;
  readonly text: string;
  readonly pid: number;
  /** Another statement on the same connection. */
  readonly say: (text: string) => Promise<unknown>;
  readonly run: () => Promise<unknown>;
}) => Promise<unknown>;

type Query = (this: Client, ...given: unknown[]) => unknown;

/**
 * Stands between the driver and the server: every statement of a connection that has begun a read committed transaction (a push) goes
 * through `onStatement`.
 * @returns the function that takes it away
 */
export function patchStatements(onStatement: OnStatement): () => void {
  const prototype = Client.prototype as unknown as { query: Query };
  const { query } = prototype;
  const counted = new WeakMap<Client, number>();
  prototype.query = function patched(this: Client, ...given: unknown[]): unknown {
    const [first] = given;
    const text: unknown = typeof first === 'object' && first !== null ? Reflect.get(first, 'text') : first;
    const run = (): unknown => query.apply(this, given);
    if (typeof text !== 'string' || typeof given.at(-1) === 'function') return run();
    if (/^start transaction isolation level read committed/iu.test(text)) counted.set(this, 0);
    const n = counted.get(this);
    if (n === undefined || /^rollback\s*;?$/iu.test(text)) {
      counted.delete(this);
      return run();
    }
    counted.set(this, n + 1);
    if (/^commit/iu.test(text)) counted.delete(this);
    const pid = Number(Reflect.get(this, 'processID'));
    return onStatement({ n, text, pid, run: async () => run(), say: async (other) => query.call(this, other) });
  };
  return () => {
    prototype.query = query;
  };
}
