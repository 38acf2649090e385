import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';
import { Client } from 'pg';
import type { CentralPlace } from './central-place.ts';

/** The server process that begins PostgreSQL's sessions, which inherit its priority; null: not on this machine. */
async function postmasterOf(database_url: string): Promise<number | null> {
  const client = new Client(database_url);
  try {
    await client.connect();
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const status = readFileSync(`/proc/${rows[0]?.pid ?? 0}/status`, 'utf8');
    return Number(/^PPid:\s*(\d+)/mu.exec(status)?.[1] ?? Number.NaN) || null;
  } catch {
    return null;
  } finally {
    await client.end();
  }
}

const threadsOf = (pid: number): number[] => readdirSync(`/proc/${pid}/task`).map(Number);

/** Nice alone, a program ends its slice of some milliseconds before another that wakes up. */
const schedule = (thread: number, policy: '--idle' | '--other'): void => {
  execFileSync('chrt', [policy, '--pid', '0', String(thread)], { stdio: 'ignore' });
};

/** Lets these wait for whoever else wants the processor. Answers how to undo it; null: this user or machine may not. */
function letWait(pids: readonly number[]): (() => void) | null {
  const before: (readonly [thread: number, priority: number])[] = [];
  const undo = (): void => {
    for (const [thread, priority] of before) {
      try {
        setPriority(thread, priority);
        schedule(thread, '--other');
      } catch {
        // Ended by now, or only an administrator may.
      }
    }
  };
  try {
    for (const thread of pids.flatMap(threadsOf)) {
      before.push([thread, getPriority(thread)]);
      setPriority(thread, constants.priority.PRIORITY_LOW);
      schedule(thread, '--idle');
    }
    return undo;
  } catch {
    // Half of it is worse than nothing.
    undo();
    return null;
  }
}

const SESSIONS_EVERY_MS = 10;
const groupOf = (pid: number | 'self'): string => readFileSync(`/proc/${pid}/autogroup`, 'utf8').split(' ')[0] ?? '';

/**
 * Every session of PostgreSQL calls setsid, by which Linux gives it a share of the processor of its own, as large as that of all of this session's
 * programs together: a low priority counts only among the programs of one such group. So each new one's group is put behind as well.
 */
function letSessionsWait(postmaster: number): () => void {
  const seen = new Set<string>();
  const look = (): void => {
    try {
      const own = groupOf('self');
      for (const pid of readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8').split(' ')) {
        if (pid.trim() === '' || seen.has(pid)) continue;
        seen.add(pid);
        if (groupOf(Number(pid)) !== own)
          writeFileSync(`/proc/${pid}/autogroup`, String(constants.priority.PRIORITY_LOW));
      }
    } catch {
      // A session that has ended, or a system without such groups.
    }
  };
  look();
  const timer = setInterval(look, SESSIONS_EVERY_MS);
  return () => clearInterval(timer);
}

/**
 * Central and its database are other machines than the station's. On one machine, with as many processors as there are busy programs, a scan
 * would wait for theirs: they are put behind. Call it before central is started, and with its process when it runs.
 */
export async function databaseStandsBack({ database_url }: CentralPlace): Promise<(() => void) | null> {
  const postmaster = database_url === null ? null : await postmasterOf(database_url);
  const undo = postmaster === null ? null : letWait([postmaster]);
  if (postmaster === null || undo === null) return undo;
  const end = letSessionsWait(postmaster);
  return () => {
    end();
    undo();
  };
}
export const centralStandsBack = (pid: number): boolean => letWait([pid]) !== null;
