/** How long `work` takes, in milliseconds. */
export async function timed(work: () => unknown): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

export interface Interleaved {
  readonly floor: readonly number[];
  readonly measured: readonly number[];
}

/** Floor, real, floor, real …: what else the machine does meets both alike. Each gives its own time, so that preparing is not counted. */
export async function interleave(
  rounds: number,
  floor: (round: number) => Promise<number> | number,
  measured: (round: number) => Promise<number> | number,
): Promise<Interleaved> {
  const times = { floor: [] as number[], measured: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    times.floor.push(await floor(round));
    times.measured.push(await measured(round));
  }
  return times;
}
