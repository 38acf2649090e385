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

interface Group {
  readonly name: string;
  readonly nice: string;
}

/** The scheduling group that a process is in; null: it has ended, or the system has no such groups. */
function groupOf(pid: string): Group | null {
  try {
    const [name = '', , nice = ''] = readFileSync(`/proc/${pid}/autogroup`, 'utf8').trim().split(' ');
    return { name, nice };
  } catch {
    return null;
  }
}

/** False: it has ended, this user may not, or may not so soon after another. */
function setNice(pid: string, nice: string): boolean {
  try {
    writeFileSync(`/proc/${pid}/autogroup`, nice);
    return true;
  } catch {
    return false;
  }
}

function childrenOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  } catch {
    return [];
  }
}

/**
 * Every session of PostgreSQL calls setsid, by which Linux gives it a share of the processor of its own, as large as that of all of this session's
 * programs together: a low priority counts only among the programs of one such group. So each one's group is put behind as well. Answers how to undo it.
 */
function letSessionsWait(postmaster: number): () => void {
  const own = groupOf('self');
  if (own === null) return () => undefined;
  const before = new Map<string, string>();
  const look = (): void => {
    for (const pid of childrenOf(postmaster)) {
      if (before.has(pid)) continue;
      const group = groupOf(pid);
      // One that has only just begun is still in this session's own.
      if (group === null || group.name === own.name) continue;
      if (setNice(pid, String(constants.priority.PRIORITY_LOW))) before.set(pid, group.nice);
    }
  };
  look();
  const timer = setInterval(look, SESSIONS_EVERY_MS);
  return () => {
    clearInterval(timer);
    for (const [pid, nice] of before) setNice(pid, nice);
  };
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
