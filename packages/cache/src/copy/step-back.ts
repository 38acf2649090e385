import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/**
 * Puts the calling thread behind the others where the machine can do so for a thread alone (Linux, where each has a number of its own): a load
 * takes all of a core for as long as it is left one, and the thread that takes scans must never wait for it.
 */
export function stepBack(): void {
  if (process.platform !== 'linux') return;
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    if (thread !== process.pid) setPriority(thread, constants.priority.PRIORITY_LOW);
  } catch {
    // It loads as well without.
  }
}
