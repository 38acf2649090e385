import type { PackingState, ReceivingState, StationState } from '@serialbridge/protocol/station';
import { createContext, useContext, useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { HostStatus } from './station-port.ts';
import type { FeedbackState, ScanTaker, StationSession } from './station-session.ts';

const Session = createContext<StationSession | null>(null);

/** Opens the session's subscriptions for as long as it is mounted. */
export function StationProvider({ session, children }: { session: StationSession; children: ReactNode }): ReactElement {
  useEffect(() => session.open(), [session]);
  return <Session value={session}>{children}</Session>;
}

export function useSession(): StationSession {
  const session = useContext(Session);
  if (session === null) throw new Error('A station component stands outside StationProvider.');
  return session;
}

/** Null until the host has spoken for the first time. */
export const useStation = (): StationState | null => useStore(useSession().station);
export const useReceiving = (): ReceivingState | null => useStore(useSession().receiving);
export const usePacking = (): PackingState | null => useStore(useSession().packing);
export const useFeedback = (): FeedbackState => useStore(useSession().feedback);
export const useHost = (): HostStatus => useStore(useSession().host);

/** Takes all scans while mounted and `active`, before the host sees them. */
export function useScanTaker(taker: ScanTaker, active = true): void {
  const session = useSession();
  const latest = useRef(taker);
  useEffect(() => {
    latest.current = taker;
  });
  useEffect(() => (active ? session.takeScans((scan) => latest.current(scan)) : undefined), [session, active]);
}
