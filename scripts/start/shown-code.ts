import { setTimeout as sleep } from 'node:timers/promises';

const SHOWN = /one-time code ([A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4})/u;

/** The one-time code that central showed when it started; null: it made nobody. `log`: what it wrote on standard error. */
export async function shownCode(log: () => string): Promise<string | null> {
  // What it wrote before its ready line may be read a little after that.
  for (let look = 0; look < 20; look += 1) {
    const code = SHOWN.exec(log())?.[1];
    if (code !== undefined) return code;
    await sleep(10);
  }
  return null;
}
