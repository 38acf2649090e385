import type { CallFault, MethodParams, MethodResult, StationMethod } from '@serialbridge/protocol/station';
import { useCallback, useRef, useState } from 'react';
import { faultsOf } from './station-port.ts';
import { useSession } from './station-provider.tsx';

export interface Call<M extends StationMethod> {
  /** The result, or null when it failed or one is still under way. */
  readonly call: (params: MethodParams<M>) => Promise<MethodResult<M> | null>;
  readonly busy: boolean;
  /** Of the last call; empty when it went well. */
  readonly faults: readonly CallFault[];
  readonly clear: () => void;
}

/**
 * Calls a method of the host. A failure is said aloud as a refusal (`aloud`, the default) or only returned in `faults`, where a form shows
 * it itself. A feedback in the result is shown and sounded.
 */
export function useCall<M extends StationMethod>(method: M, { aloud = true }: { aloud?: boolean } = {}): Call<M> {
  const session = useSession();
  const [busy, setBusy] = useState(false);
  const [faults, setFaults] = useState<readonly CallFault[]>([]);
  const running = useRef(false);
  const call = useCallback(
    async (params: MethodParams<M>): Promise<MethodResult<M> | null> => {
      if (running.current) return null;
      running.current = true;
      setBusy(true);
      setFaults([]);
      try {
        const result = await session.call(method, params);
        if ('feedback' in result) session.show(result.feedback);
        return result;
      } catch (error) {
        const found = faultsOf(error);
        setFaults(found);
        if (aloud) session.refuse(found, null);
        return null;
      } finally {
        running.current = false;
        setBusy(false);
      }
    },
    [session, method, aloud],
  );
  const clear = useCallback(() => setFaults([]), []);
  return { call, busy, faults, clear };
}
