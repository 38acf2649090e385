import { quantile } from '../bench/statistics.ts';

/** What one phase measured. Times in milliseconds. */
export class Figures {
  /** From the request to its answer. */
  readonly push: number[] = [];
  /** From the event's recording to the answer that acknowledges it, waits and refusals included. */
  readonly acknowledged: number[] = [];
  readonly hello: number[] = [];
  readonly feed: number[] = [];
  events = 0;
  hints = 0;
  feed_bytes = 0;
  refused = new Map<string, number>();

  refuse(status: number): void {
    const name = status === 0 ? 'no answer' : String(status);
    this.refused.set(name, (this.refused.get(name) ?? 0) + 1);
  }

  /** Failures that are not back-pressure. */
  failures(): number {
    let sum = 0;
    for (const [name, count] of this.refused) if (name !== '503' && name !== '429') sum += count;
    return sum;
  }
}

export interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export const spread = (values: readonly number[]): Spread => ({
  p50: quantile(values, 0.5),
  p99: quantile(values, 0.99),
  max: quantile(values, 1),
});
