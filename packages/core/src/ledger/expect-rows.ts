import { ENTITIES, type Entity, ENTITY_NAMES, isEntity, keyOf } from '../model/entities.ts';
import type { LedgerEvent } from './view/applied.ts';
import type { LedgerView } from './view/ledger-view.ts';

/** The entity that a field of a body names a row of: the one whose key is called so. */
const NAMED_BY: ReadonlyMap<string, Entity> = new Map(
  ENTITY_NAMES.flatMap((entity): [string, Entity][] => {
    const [column, ...more] = ENTITIES[entity].key;
    return more.length === 0 ? [[column, entity]] : [];
  }),
);

/**
 * Asks for the rows that the fold of an event is likely to ask for first: its station, the rows that its body names, and what else the two types
 * need that come by the thousand. This is only a hint, for a view that loads what was asked for. Without it a batch would be folded once for each
 * kind of row that is missing (station, then session, then line …). The fold itself asks for what is not named here.
 */
export function expectRows(view: LedgerView, event: LedgerEvent): void {
  view.row('station', event.station_id);
  for (const operator_id of new Set([event.operator_id, event.approved_by]))
    if (operator_id !== null) view.row('operator', operator_id);
  for (const [field, value] of Object.entries(event.body)) {
    const entity = NAMED_BY.get(field);
    if (entity !== undefined && typeof value === 'string') view.row(entity, value);
  }
  if (event.type === 'records-put' && isEntity(event.body.entity)) {
    // The fold stops at the first row that is not as the event says, and a row that is not loaded yet never is.
    for (const row of event.body.rows) view.row(event.body.entity, keyOf(event.body.entity, row));
  }
  if (event.type === 'unit-packed') view.list('order_line', 'order_id', event.body.order_id);
  if (event.type === 'receipt-line-counted') {
    const { receiving_session_id, line_id, units } = event.body;
    view.row('po_line', line_id);
    view.list('receipt_line', 'receiving_session_id', receiving_session_id);
    for (const { unit_id } of units) view.row('receipt_unit', `${receiving_session_id}|${unit_id}`);
  }
}
