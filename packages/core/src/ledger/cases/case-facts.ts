import type { EventType } from '../../events/registry.ts';
import { boundedInstant } from '../../model/bounds.ts';
import type { PackageRow } from '../../model/document-rows.ts';
import type { CaseFact, UnitRow } from '../../model/unit-rows.ts';
import type { UnitState } from '../../model/unit-state.ts';
import type { Fold } from '../view/fold.ts';
import { readableText } from '../view/readable.ts';

/** The facts that cannot both be right, as a person must see them: this event's, and the earlier one's. */

/** An event, or the envelope of one that is not understood yet, as a fact that names neither a unit nor a document. */
export function factOf(
  event: Pick<CaseFact, 'event_id' | 'type' | 'station_id' | 'operator_id' | 'captured_at'>,
): CaseFact {
  const { event_id, type, station_id, operator_id, captured_at } = event;
  return {
    event_id,
    type: readableText(type),
    station_id,
    operator_id,
    captured_at: boundedInstant(captured_at),
    unit_id: null,
    serial_raw: null,
    product_id: null,
    document_kind: null,
    document_id: null,
  };
}

/** What this event states about a unit or a document. */
export function thisFact(fold: Fold, about: Partial<CaseFact>): CaseFact {
  return { ...factOf(fold.event), warehouse_id: fold.station()?.warehouse_id ?? null, bin_id: null, ...about };
}

/** The event that commonly brings a unit into a state. */
const FACT_OF_STATE: Readonly<Record<UnitState, EventType>> = {
  expected: 'records-put',
  in_stock: 'receipt-saved',
  allocated: 'unit-allocated',
  packed: 'unit-packed',
  shipped: 'order-shipped',
  returned: 'receipt-saved',
  repair: 'unit-inspected',
  scrapped: 'unit-scrapped',
  sent_to_vendor: 'receipt-saved',
  in_transit: 'unit-transfer-sent',
  in_kit: 'unit-kitted',
  missing: 'unit-missing',
};

/** An earlier event as a fact: who, where and when. The event itself says so where it is known. Otherwise `say` has it, from the rows that the event left. */
export function earlierFact(fold: Fold, event_id: string, say: Partial<CaseFact> & Pick<CaseFact, 'type'>): CaseFact {
  const fact = thisFact(fold, { operator_id: null, ...say, event_id });
  const head = fold.eventHead(event_id);
  return head === undefined ? fact : { ...fact, ...head };
}

/** The fact that brought a unit into its present state, as the row and its event say it; undefined when no event is known for it. */
export function firstFact(fold: Fold, unit: UnitRow): CaseFact | undefined {
  const { state_event_id, unit_id, serial_raw, product_id, warehouse_id, bin_id } = unit;
  if (state_event_id === undefined || state_event_id === null) return undefined;
  const about = { captured_at: unit.updated_at, unit_id, serial_raw, product_id, warehouse_id, bin_id };
  const pack = unit.package_id === null ? undefined : fold.row('package', unit.package_id);
  if (pack !== undefined && (unit.state === 'packed' || unit.state === 'shipped')) {
    const shipment = pack.shipment_id === null ? undefined : fold.row('shipment', pack.shipment_id);
    const shipped = unit.state === 'shipped';
    const type = shipped ? 'order-shipped' : 'unit-packed';
    const fact = earlierFact(fold, state_event_id, {
      ...about,
      type,
      station_id: shipped ? (shipment?.station_id ?? pack.station_id) : pack.station_id,
      captured_at: shipped ? (shipment?.shipped_at ?? unit.updated_at) : unit.updated_at,
      document_kind: 'order',
      document_id: pack.order_id,
      warehouse_id: warehouse_id ?? fold.row('station', pack.station_id)?.warehouse_id ?? null,
    });
    // Whatever brought the unit there (a second box undone, a decision), it lies in that box and is undone as a packed one.
    return { ...fact, type };
  }
  const type = FACT_OF_STATE[unit.state];
  const session =
    unit.receiving_session_id === null ? undefined : fold.row('receiving_session', unit.receiving_session_id);
  if (session === undefined) return earlierFact(fold, state_event_id, { ...about, type });
  const received = unit.state === 'in_stock' || unit.state === 'returned' || unit.state === 'sent_to_vendor';
  return earlierFact(fold, state_event_id, {
    ...about,
    type,
    station_id: session.station_id,
    operator_id: received ? session.operator_id : null,
    captured_at: received ? (session.saved_at ?? unit.updated_at) : unit.updated_at,
    document_kind: session.document_kind,
    document_id: session.document_id,
    warehouse_id: warehouse_id ?? session.warehouse_id,
  });
}

/** What this event says about one unit. */
export function unitFact(fold: Fold, unit: UnitRow, about: Partial<CaseFact> = {}): CaseFact {
  const { unit_id, serial_raw, product_id } = unit;
  // Central's own facts have no station. They speak of the unit in its present warehouse.
  const warehouse_id = fold.station()?.warehouse_id ?? unit.warehouse_id;
  return thisFact(fold, { unit_id, serial_raw, product_id, warehouse_id, ...about });
}

/** That the order was cancelled; none if it was imported so long ago that nobody knows by which event. */
export function cancellationOf(fold: Fold, order_id: string): CaseFact[] {
  const event_id = fold.row('order', order_id)?.cancelled_event_id ?? null;
  if (event_id === null) return [];
  const about = { document_kind: 'order', document_id: order_id, warehouse_id: null };
  return [earlierFact(fold, event_id, { ...about, type: 'records-put' })];
}

/** That a station has a box for the order. One fact a box: what lies in it may be thousands of units. */
export function boxFact(fold: Fold, pack: PackageRow): CaseFact[] {
  if (pack.opened_event_id === undefined || pack.opened_event_id === null) return [];
  const { station_id, opened_at, order_id } = pack;
  const about = { station_id, captured_at: opened_at, document_kind: 'order', document_id: order_id };
  const warehouse_id = fold.row('station', station_id)?.warehouse_id ?? null;
  return [earlierFact(fold, pack.opened_event_id, { ...about, warehouse_id, type: 'package-opened' })];
}
