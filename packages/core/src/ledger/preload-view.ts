import { ENTITY_NAMES, type Entity, keyOf } from '../model/entities.ts';
import type { LedgerEvent } from './applied.ts';
import { MemoryView } from './memory-view.ts';
import type { EventHead } from './view.ts';
import { REFERENCE_ROUNDS, type References, furtherReferences, referencesOf } from './references.ts';

class LoadedView extends MemoryView {
  readonly #stored: MemoryView;
  constructor(stored: MemoryView) {
    super();
    this.#stored = stored;
  }
  override eventHead(event_id: string): EventHead | undefined {
    return this.#stored.eventHead(event_id);
  }
}

/** What a loader does, with the check that the rounds suffice, written over a MemoryView: the rows of `stored` that the events' references name, and no others. For tests. */
export function preload(stored: MemoryView, events: readonly LedgerEvent[]): MemoryView {
  // Who stated an event is no row: it is asked for when a case needs it.
  const view = new LoadedView(stored);
  for (let round = 0; round < REFERENCE_ROUNDS; round += 1) {
    const references = events.map((event) => (round === 0 ? referencesOf(event) : furtherReferences(event, view)));
    for (const reference of references) load(stored, view, reference);
  }
  const loaded = size(view);
  for (const event of events) load(stored, view, furtherReferences(event, view));
  if (size(view) !== loaded) throw new Error(`references did not end after ${REFERENCE_ROUNDS} rounds`);
  return view;
}

function size(view: MemoryView): number {
  return ENTITY_NAMES.reduce((sum, entity) => sum + view.all(entity).length, 0);
}

function load(stored: MemoryView, view: MemoryView, needs: References): void {
  const one = (entity: Entity, key: string): void => {
    const row = stored.row(entity, key);
    if (row !== undefined) view.putAll(entity, [row]);
  };
  for (const { entity, key } of needs.rows) one(entity, key);
  for (const norm of needs.serial_norms) {
    view.putAll('unit', stored.unitsBySerial(norm));
    const former = stored
      .all('unit_identifier')
      .filter((row) => row.value_norm === norm && row.kind === 'former-serial');
    view.putAll('unit_identifier', former);
  }
  for (const id of needs.receiving_session_ids) {
    one('receiving_session', id);
    view.putAll('receipt_line', stored.receiptLinesOf(id));
    view.putAll('receipt_unit', stored.receiptUnitsOf(id));
  }
  for (const id of needs.purchase_order_ids) {
    one('purchase_order', id);
    view.putAll('po_line', stored.poLinesOf(id));
    for (const line of stored.poLinesOf(id)) view.putAll('expected_unit', stored.expectedUnitsOf(line.po_line_id));
  }
  for (const id of needs.rma_ids) {
    one('rma', id);
    view.putAll('rma_line', stored.rmaLinesOf(id));
  }
  for (const id of needs.order_ids) {
    one('order', id);
    view.putAll('order_line', stored.orderLinesOf(id));
    view.putAll('package', stored.packagesOf(id));
    for (const pack of stored.packagesOf(id)) view.putAll('package_unit', stored.packageUnitsOf(pack.package_id));
  }
  for (const id of needs.package_ids) {
    one('package', id);
    view.putAll('package_unit', stored.packageUnitsOf(id));
  }
  for (const id of needs.unit_ids) {
    one('unit', id);
    view.putAll('case', stored.openCasesOfUnit(id));
    view.putAll('package_unit', stored.packageUnitsOfUnit(id));
  }
  for (const id of needs.case_ids) one('case', id);
  for (const id of needs.product_ids) {
    one('product', id);
    view.putAll(
      'stock',
      stored.all('stock').filter((row) => keyOf('stock', row).startsWith(id)),
    );
  }
}
