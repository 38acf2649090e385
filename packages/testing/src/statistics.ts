/** The smallest value that at least `part` (0 … 1) of the values do not exceed (nearest rank). NaN for none. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(part * sorted.length));
  return sorted[Math.min(rank, sorted.length) - 1] ?? Number.NaN;
}

/** The middle value; of an even number the mean of the two in the middle. NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? Number.NaN;
  const lower = sorted.length % 2 === 0 ? (sorted[half - 1] ?? Number.NaN) : upper;
  return (lower + upper) / 2;
}

export interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export const spreadOf = (values: readonly number[]): Spread => ({
  p50: quantile(values, 0.5),
  p99: quantile(values, 0.99),
  max: quantile(values, 1),
});

/** `min 0.50, median 0.60, p90 0.80, max 0.90 s of 20` */
export function describeSeconds(values_ms: readonly number[]): string {
  const at = (part: number): string => (quantile(values_ms, part) / 1000).toFixed(2);
  return `min ${at(0)}, median ${at(0.5)}, p90 ${at(0.9)}, max ${at(1)} s of ${values_ms.length}`;
}
