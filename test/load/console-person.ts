import { setTimeout as sleep } from 'node:timers/promises';
import { cookieFetch } from '@serialbridge/client/central';
import { enterConsole } from '@serialbridge/testing/processes/admin';
import type { CentralProcess } from '@serialbridge/testing/processes/central-process';

export interface ConsolePerson {
  /** How long each page took since it was last asked, in milliseconds; a failure is Infinity. */
  take(): number[];
  stop(): Promise<void>;
}

const PAUSE_MS = 500;

/** Somebody who looks at the console while the stations work: the list of units, again and again. */
export async function consolePerson(central: CentralProcess, tenant_id: string): Promise<ConsolePerson> {
  let times: number[] = [];
  const stop = new AbortController();
  const { url } = central;
  const get = cookieFetch(fetch, url);
  await enterConsole(url, get, await central.oneTimeCode(), tenant_id);
  const look = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const from = performance.now();
      try {
        const answer = await get(`${url}/api/units?limit=50`, { signal: AbortSignal.timeout(30_000) });
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
