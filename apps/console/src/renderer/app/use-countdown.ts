import { useEffect, useState } from 'react';

/** Seconds left of a wait that began when `since` changed; 0 when there is none or it is over. */
export function useCountdown(seconds: number | null, since: number): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (seconds === null) {
      setLeft(0);
      return undefined;
    }
    const until = Date.now() + seconds * 1000;
    const tick = (): void => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [seconds, since]);
  return left;
}
