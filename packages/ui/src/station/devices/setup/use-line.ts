import type { CallFault, DeviceLink } from '@serialbridge/protocol/station';
import { useEffect, useState } from 'react';
import { faultsOf } from '../../session/station-port.ts';
import { useSession } from '../../session/station-provider.tsx';

/** Holds a line as long as it is mounted, to listen to it or to search it; given back whichever way the dialog is left. */
export function useLine(method: 'devices.listen' | 'devices.probe_scale', link: DeviceLink): readonly CallFault[] {
  const session = useSession();
  const [faults, setFaults] = useState<readonly CallFault[]>([]);
  // By value: a link made anew from the same fields is the same line.
  const key = JSON.stringify(link);
  useEffect(() => {
    let left = false;
    session.call(method, { link: JSON.parse(key) as DeviceLink }).catch((error: unknown) => {
      if (!left) setFaults(faultsOf(error));
    });
    return () => {
      left = true;
      void session.call(method, { link: null }).catch(() => undefined);
    };
  }, [session, method, key]);
  return faults;
}
