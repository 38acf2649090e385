import { emptyTally, type Tally } from '../run/tally.ts';

/** Runs checks one after the other and counts them; a failed one does not stop the next. */
export interface Checks {
  readonly tally: Tally;
  readonly check: (name: string, work: () => Promise<void>) => Promise<void>;
}

const seconds = (from: number): string => ((performance.now() - from) / 1000).toFixed(1).padStart(5);

export function startChecks(say: (line: string) => void, reasons: () => string): Checks {
  const tally = emptyTally();
  return {
    tally,
    check: async (name, work) => {
      const from = performance.now();
      try {
        await work();
        tally.passed += 1;
        say(`${seconds(from)} s  ok      ${name}`);
      } catch (error) {
        tally.failed += 1;
        say(`${seconds(from)} s  FAILED  ${name}\n          ${error instanceof Error ? error.message : String(error)}`);
        const more = reasons();
        if (more !== '') say(`          host: ${more.replaceAll('\n', '\n                ')}`);
      }
    },
  };
}
