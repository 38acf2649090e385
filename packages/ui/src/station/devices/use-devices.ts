import type { DevicesState } from '@serialbridge/protocol/station';
import { useEffect, useState } from 'react';
import { useSession } from '../station-provider.tsx';

/** Topic `devices`, only while somebody looks at it: it is sent with every byte that a device says. Null until the host has spoken. */
export function useDevices(): DevicesState | null {
  const { port } = useSession();
  const [state, setState] = useState<DevicesState | null>(null);
  useEffect(() => port.subscribe('devices', setState), [port]);
  return state;
}
