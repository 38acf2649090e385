import { spawn } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/**
 * Puts the calling thread behind the others where the machine can do so for a thread alone (Linux, where each has a number of its own): a load
 * takes all of a core for as long as it is left one, and the thread that takes scans must never wait for it. Where util-linux is there, it becomes one
 * that runs only when nothing else wants to (SCHED_IDLE): a nice one may still end its slice of some milliseconds before a scan that has just been
 * written to the disk is told of.
 */
export function stepBack(): void {
  if (process.platform !== 'linux') return;
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    if (thread === process.pid) return;
    setPriority(thread, constants.priority.PRIORITY_LOW);
    const idle = spawn('chrt', ['--idle', '--pid', '0', String(thread)], { stdio: 'ignore' });
    idle.on('error', () => undefined);
    idle.unref();
  } catch {
    // It loads as well without.
  }
}
