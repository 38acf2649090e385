import type { PackingState, RateQuote } from '@serialbridge/protocol/station';
import { useCall } from '@serialbridge/ui/station';
import { useCallback, useEffect, useState } from 'react';
import { usePolicy } from '../use-policy.ts';

export interface Rates {
  readonly rates: readonly RateQuote[];
  readonly busy: boolean;
  readonly refresh: () => void;
}

/** The rates of the topic; where it has none they are asked for, by itself if the policy says so. */
export function useRates(packing: PackingState): Rates {
  const automatic = usePolicy('shipping.auto_rates');
  const { call, busy } = useCall('packing.list_rates');
  const [answered, setAnswered] = useState<readonly RateQuote[]>([]);
  const refresh = useCallback(
    () => void call({}).then((result) => result !== null && setAnswered(result.rates)),
    [call],
  );
  const none = packing.rates.length === 0;
  useEffect(() => {
    if (automatic && none) refresh();
  }, [automatic, none, refresh]);
  return { rates: none ? answered : packing.rates, busy, refresh };
}
