import type { EventBody, EventType } from '@serialbridge/core/events';
import type { LedgerEvent } from '@serialbridge/core/ledger';
import type { PreloadedView } from './preloaded-view.ts';

type Expect<T extends EventType> = (view: PreloadedView, body: EventBody<T>) => void;

const EXPECTED: { readonly [T in EventType]?: Expect<T> } = {
  'receipt-line-counted': (view, body) => {
    view.row('receiving_session', body.receiving_session_id);
    view.receiptLinesOf(body.receiving_session_id);
    view.row('po_line', body.line_id);
    view.row('product', body.product_id);
    for (const { unit_id } of body.units) view.row('receipt_unit', `${body.receiving_session_id}|${unit_id}`);
  },
  'unit-packed': (view, body) => {
    view.row('order', body.order_id);
    view.orderLinesOf(body.order_id);
    view.row('package', body.package_id);
    view.row('package_unit', body.package_unit_id);
    view.row('order_line', body.order_line_id);
    view.row('product', body.product_id);
    if (body.unit_id !== null) view.row('unit', body.unit_id);
  },
  'unit-moved': (view, body) => {
    view.row('unit', body.unit_id);
    if (body.bin_id !== null) view.row('bin', body.bin_id);
  },
};

/**
 * Asks for what the fold of the events that come by the thousand will ask for first, so that it is there when it does: else a batch is
 * folded once for each thing that is found missing (station, then session, then line …). A hint only: what is not named here, or turns
 * out to be needed beside it, the fold asks for itself.
 */
export function expectRows(view: PreloadedView, events: readonly LedgerEvent[]): void {
  for (const { type, station_id, body } of events) {
    view.row('station', station_id);
    const expect = EXPECTED[type] as ((view: PreloadedView, body: unknown) => void) | undefined;
    expect?.(view, body);
  }
}
