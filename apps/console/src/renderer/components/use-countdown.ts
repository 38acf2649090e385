import { useEffect, useState } from 'react';

interface Tick {
  readonly since: number;
  readonly gone_ms: number;
}

/** Seconds left of a wait that began when `since` changed; 0 when there is none or it is over. */
export function useCountdown(seconds: number | null, since: number): number {
  const [tick, setTick] = useState<Tick>({ since, gone_ms: 0 });
  useEffect(() => {
    const begun = Date.now();
    const timer = setInterval(() => setTick({ since, gone_ms: Date.now() - begun }), 500);
    return () => clearInterval(timer);
  }, [since]);
  if (seconds === null) return 0;
  // Until the first tick of a new wait, all of it is left.
  return Math.max(0, Math.ceil(seconds - (tick.since === since ? tick.gone_ms : 0) / 1000));
}
