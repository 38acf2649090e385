import { binByCode, documentsByNumber, orderByCode, productByCode, shippedNumber } from '@serialbridge/cache/queries';
import type { TrackingLookups } from '@serialbridge/core/packing';
import { commandOf, shown } from '@serialbridge/core/scan';
import { normaliseSerial, type RuleFailure } from '@serialbridge/core/serial';
import type { HostContext } from '../contract/host-context.ts';

/** What this station knows of a text that is offered as the tracking number of this order's box. */
export function trackingLookups(
  { ledger: { read, view }, pairing, operators }: HostContext,
  order_id: string,
): TrackingLookups {
  const namedOtherwise = (raw: string): RuleFailure | null => {
    const text = normaliseSerial(raw, { case_fold: false });
    if (commandOf(text) !== null) return { code: 'tracking.is-command', params: {} };
    // The badge itself is not repeated: it is half a key.
    if (operators.withBadge(text) !== null) return { code: 'tracking.is-badge', params: {} };
    const product = productByCode(read, text);
    if (product !== null) return { code: 'tracking.is-product', params: { text: shown(text), sku: product.sku } };
    const bin = binByCode(read, pairing.station().warehouse_id, text);
    if (bin !== null) return { code: 'tracking.is-bin', params: { code: bin.code } };
    const order = orderByCode(read, text, true);
    if (order !== null) return { code: 'tracking.is-order', params: { number: order.number } };
    const [document] = documentsByNumber(read, text);
    if (document !== undefined) return { code: 'tracking.is-document', params: { number: document.number } };
    const forms = new Set([text, normaliseSerial(text, { case_fold: true })]);
    const isSerial = [...forms].some((form) => view.unitsBySerial(form).length > 0);
    return isSerial ? { code: 'tracking.is-serial', params: { text: shown(text) } } : null;
  };
  return {
    namedOtherwise,
    shipmentWith: (tracking_number) => shippedNumber(read, tracking_number, order_id),
  };
}
