import type { PackingState, Params } from '@serialbridge/protocol/station';
import { useT } from '@serialbridge/ui/i18n';
import { usePolicy } from '@serialbridge/ui/station';
import { boxToWeigh, currentLine, liveBoxes, missing, takesQuantity, unitsOf } from '../step/packing-facts.ts';

type Words = readonly [id: string, blanks?: Params];

function checkWords(packing: PackingState): Words {
  const line = currentLine(packing);
  const { done, total } = unitsOf(packing);
  if (done >= total) return ['shipbridge.prompt.all-in'];
  if (line === null || missing(line) === 0) return ['shipbridge.prompt.product'];
  const blanks = { sku: line.product.sku, n: line.quantity_packed + 1, of: line.quantity };
  return [takesQuantity(line) ? 'shipbridge.prompt.quantity' : 'shipbridge.prompt.serial', blanks];
}

function weighWords(packing: PackingState): Words {
  const box = boxToWeigh(packing);
  if (box === null || box.weight_g !== null) return ['shipbridge.prompt.all-weighed'];
  return ['shipbridge.prompt.weigh', { box: box.number }];
}

function shipWords(packing: PackingState, manual: boolean): Words {
  if (packing.rates.length > 0) return ['shipbridge.prompt.rate'];
  const without = liveBoxes(packing).find((box) => box.tracking_number === null);
  if (manual && without !== undefined) return ['shipbridge.prompt.tracking', { box: without.number }];
  return ['shipbridge.prompt.ship'];
}

const NEXT_ORDER: Words = ['shipbridge.prompt.next-order'];
const WORDS: Readonly<Record<PackingState['phase'], (packing: PackingState, manual: boolean) => Words>> = {
  list: () => NEXT_ORDER,
  check: checkWords,
  weigh: weighWords,
  ship: shipWords,
  done: () => NEXT_ORDER,
};

/** What to do next, in one line. */
export function usePrompt(packing: PackingState): string {
  const t = useT();
  const manual = usePolicy('shipping.allow_manual_tracking');
  const [id, blanks] = WORDS[packing.phase](packing, manual);
  return t(id, blanks);
}
