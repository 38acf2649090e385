import { useEffect } from 'react';
import { useSession } from '../station-provider.tsx';

/** Well within what the host believes without hearing again. */
const SAY_AGAIN_MS = 5000;

/** As long as this is shown, scans are only tried: a label scanned to test a scanner must not be received. */
export function useTriedScans(): void {
  const session = useSession();
  useEffect(() => {
    const say = (on: boolean): void => {
      // a host that is away is told when it is back; the page says that it is away
      session.call('devices.try_scans', { on }).catch(() => undefined);
    };
    const stopHost = session.host.subscribe(({ state }) => {
      if (state === 'connected') say(true);
    });
    say(true);
    const again = setInterval(() => say(true), SAY_AGAIN_MS);
    return () => {
      stopHost();
      clearInterval(again);
      say(false);
    };
  }, [session]);
}
