/** What every bench is told. */
export interface BenchOptions {
  /** Smaller sizes, the same ratios: for CI. */
  readonly quick: boolean;
  /** Instead of the bench's own size, where it is one of units. */
  readonly units: number | null;
  /** A folder of this run alone; removed at its end. */
  readonly scratch: string;
  /** PostgreSQL with fsync on; null: there is none here, and its lines are left out with a word. */
  readonly postgres_url: string | null;
  /** Progress, for whoever waits. */
  readonly say: (text: string) => void;
}

/** One line of the table. Times in milliseconds. */
export interface BenchLine {
  readonly work: string;
  readonly size: string;
  readonly floor_ms: number;
  /** Which figure of the floor: `p99 bare commit`, `median` … */
  readonly floor_what: string;
  readonly measured_ms: number;
  readonly measured_what: string;
  readonly goal: string;
  readonly met: boolean;
  /** What else was seen, under the table. */
  readonly notes?: readonly string[];
}

export type Bench = (options: BenchOptions) => Promise<readonly BenchLine[]>;

/** The bench found wrong data: the one reason for an exit code other than 0. */
export class WrongResult extends Error {}

/** @throws WrongResult */
export function check(right: boolean, what: string): asserts right {
  if (!right) throw new WrongResult(what);
}
