import type { PackingState } from '@serialbridge/protocol/station';
import { useT } from '@serialbridge/ui/i18n';
import { usePolicy } from '../use-policy.ts';
import { boxToWeigh, currentLine, liveBoxes, missing, takesQuantity, unitsOf } from './packing-facts.ts';

/** What to do next, in one line. */
export function usePrompt(packing: PackingState): string {
  const t = useT();
  const manual = usePolicy('shipping.allow_manual_tracking');
  const line = currentLine(packing);
  const weighing = boxToWeigh(packing);
  switch (packing.phase) {
    case 'list':
    case 'done':
      return t('shipbridge.prompt.next-order');
    case 'check': {
      const { done, total } = unitsOf(packing);
      if (done >= total) return t('shipbridge.prompt.all-in');
      if (line === null || missing(line) === 0) return t('shipbridge.prompt.product');
      const blanks = { sku: line.product.sku, n: line.quantity_packed + 1, of: line.quantity };
      return t(takesQuantity(line) ? 'shipbridge.prompt.quantity' : 'shipbridge.prompt.serial', blanks);
    }
    case 'weigh':
      if (weighing === null || weighing.weight_g !== null) return t('shipbridge.prompt.all-weighed');
      return t('shipbridge.prompt.weigh', { box: weighing.number });
    case 'ship': {
      const without = liveBoxes(packing).find((box) => box.tracking_number === null);
      if (packing.rates.length === 0 && manual && without !== undefined)
        return t('shipbridge.prompt.tracking', { box: without.number });
      return t(packing.rates.length === 0 ? 'shipbridge.prompt.ship' : 'shipbridge.prompt.rate');
    }
  }
}
