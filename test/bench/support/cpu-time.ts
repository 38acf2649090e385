import { readFileSync } from 'node:fs';

/** Clock ticks a second in /proc, the same on every Linux that Node runs on. */
const TICKS = 100;

/** Milliseconds of CPU that a process has used so far, its threads included; NaN where there is no /proc. */
function cpuOf(pid: number): number {
  try {
    // The second field is the program's name in brackets and may hold spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /su, '')
      .split(' ');
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
  } catch {
    return Number.NaN;
  }
}

export interface CpuClock {
  /** Since the clock was made: this process, and the other one. */
  read(): { readonly own_ms: number; readonly other_ms: number };
}

/** CPU beside wall time: on a machine that also does other things it says what the work itself costs. PostgreSQL's is not in it. */
export function cpuClock(other_pid: number): CpuClock {
  const own = process.cpuUsage();
  const other = cpuOf(other_pid);
  return {
    read: () => {
      const { user, system } = process.cpuUsage(own);
      return { own_ms: (user + system) / 1000, other_ms: cpuOf(other_pid) - other };
    },
  };
}
