import { setTimeout as sleep } from 'node:timers/promises';
import { ADMIN } from '@serialbridge/testing/processes/central-process';

export interface ConsolePerson {
  /** How long each page took since it was last asked, in milliseconds; a failure is Infinity. */
  take(): number[];
  stop(): Promise<void>;
}

const PAUSE_MS = 500;

/** Somebody who looks at the console while the stations work: the list of units, again and again. */
export async function consolePerson(url: string, tenant_id: string): Promise<ConsolePerson> {
  let times: number[] = [];
  const stop = new AbortController();
  const signedIn = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...ADMIN, tenant_id }),
  });
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0];
  if (cookie === undefined) throw new Error(`nobody could sign in to the console: ${signedIn.status}`);
  const look = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const from = performance.now();
      try {
        const answer = await fetch(`${url}/api/units?limit=50`, {
          headers: { cookie },
          signal: AbortSignal.timeout(30_000),
        });
        await answer.text();
        times.push(answer.ok ? performance.now() - from : Infinity);
      } catch {
        times.push(Infinity);
      }
      await sleep(PAUSE_MS, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  };
  const looking = look();
  return {
    take: () => {
      const taken = times;
      times = [];
      return taken;
    },
    stop: async () => {
      stop.abort();
      await looking;
    },
  };
}
