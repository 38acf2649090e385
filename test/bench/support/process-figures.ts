import { readFileSync } from 'node:fs';

/** Clock ticks a second in /proc, the same on every Linux that Node runs on. */
const TICKS = 100;

export interface ProcessFigures {
  readonly parent: number;
  /** CPU used so far, threads included. */
  readonly cpu_ms: number;
  /** Of children that have ended. */
  readonly reaped_ms: number;
}

/** Null: it has ended, or there is no /proc. */
export function figuresOf(pid: number): ProcessFigures | null {
  try {
    // The second field is the program's name in brackets and may hold spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /su, '')
      .split(' ');
    const at = (index: number): number => Number(fields[index]);
    const ms = (ticks: number): number => (ticks * 1000) / TICKS;
    return { parent: at(1), cpu_ms: ms(at(11) + at(12)), reaped_ms: ms(at(13) + at(14)) };
  } catch {
    return null;
  }
}

/** Resident memory in bytes, now or the most so far; NaN where there is no /proc. */
export function memoryOf(pid: number, which: 'now' | 'peak'): number {
  try {
    const field = which === 'now' ? /^VmRSS:\s+(\d+) kB$/mu : /^VmHWM:\s+(\d+) kB$/mu;
    return Number(field.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
  } catch {
    return Number.NaN;
  }
}

export function formatBytes(bytes: number): string {
  return Number.isFinite(bytes) ? `${(bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0)} MB` : '–';
}

export interface CpuClock {
  /** Since the clock was made: this process, and the other one. */
  read(): { readonly own_ms: number; readonly other_ms: number };
}

/** CPU beside wall time: on a machine that also does other things it says what the work itself costs. PostgreSQL's is not in it. */
export function cpuClock(other_pid: number): CpuClock {
  const own = process.cpuUsage();
  const otherNow = (): number => figuresOf(other_pid)?.cpu_ms ?? Number.NaN;
  const other = otherNow();
  return {
    read: () => {
      const { user, system } = process.cpuUsage(own);
      return { own_ms: (user + system) / 1000, other_ms: otherNow() - other };
    },
  };
}
