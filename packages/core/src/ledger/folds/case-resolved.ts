import { type EventBody, EVENTS, type EventType } from '../../events/registry.ts';
import type { PackageUnitRow } from '../../model/document-rows.ts';
import type { CaseFact, CaseRow, UnitRow } from '../../model/unit-rows.ts';
import { claimedState } from '../../units/life.ts';
import type { UnitTransition } from '../../units/transitions.ts';
import type { HeldReason } from '../view/applied.ts';
import { familyOf } from '../cases/open-case.ts';
import type { Fold } from '../view/fold.ts';
import { countOnOrderLine, refreshOrder } from './order-counts.ts';

/** Rules about two rows under one serial. The chosen fact says which of them has it. */
const SERIAL_RULES: ReadonlySet<string> = new Set(['case.received-twice', 'case.serial-taken']);
/** Rules about where one unit is: the chosen fact says it. */
const WHEREABOUTS_FAMILIES: ReadonlySet<string> = new Set(['packing', 'whereabouts']);

/** A person decided. If no fact is chosen, every unit stays as it is and only the dispute ends. A second resolution changes nothing. */
export function foldCaseResolved(fold: Fold, body: EventBody<'case-resolved'>): HeldReason | null {
  const present = fold.row('case', body.case_id);
  if (present === undefined) return fold.waitFor('case', body.case_id);
  if (present.state === 'resolved') return null;
  const { operator_id, captured_at } = fold.event;
  fold.put('case', {
    ...present,
    state: 'resolved',
    chosen_event_id: body.chosen_event_id,
    resolution_note: body.note,
    resolved_by: operator_id,
    resolved_at: captured_at,
  });
  const chosen = present.facts.filter((fact) => fact.event_id === body.chosen_event_id && fact.unit_id !== null);
  if (SERIAL_RULES.has(present.rule)) chooseBearer(fold, present, chosen);
  if (WHEREABOUTS_FAMILIES.has(familyOf(present.rule)))
    for (const fact of chosen) chooseWhereabouts(fold, present, fact);
  for (const unit_id of [...present.unit_ids].toSorted()) settle(fold, unit_id);
  return null;
}

/**
 * The chosen fact's unit has the serial. Every other unit of the case under the same key becomes forked. After a double receipt the other unit was
 * never there, so it is `missing`. After a corrected serial it is there, under a serial that somebody must still find out, so its state stays. If one
 * event counted the same serial twice, no unit is chosen.
 */
function chooseBearer(fold: Fold, open: CaseRow, chosen: readonly CaseFact[]): void {
  const ids = new Set(chosen.map((fact) => fact.unit_id));
  const winner = ids.size === 1 ? fold.row('unit', [...ids][0] ?? '') : undefined;
  if (winner === undefined) return;
  for (const unit_id of [...open.unit_ids].toSorted()) {
    const other = fold.row('unit', unit_id);
    if (other === undefined || other.unit_id === winner.unit_id) continue;
    if (other.serial_norm !== winner.serial_norm || other.scope_key !== winner.scope_key) continue;
    if (open.rule === 'case.received-twice') fold.moveUnit({ ...other, forked: true, state: 'missing', bin_id: null });
    else fold.putUnit({ ...other, forked: true });
  }
  const row = fold.row('unit', winner.unit_id) ?? winner;
  if (row.forked && fold.holderOf(row) === undefined) fold.putUnit({ ...row, forked: false });
}

/** The entries of boxes that the case's facts speak of: never those of an earlier life of the unit. */
function entriesOf(fold: Fold, open: CaseRow, unit: UnitRow): PackageUnitRow[] {
  const orders = new Set(open.facts.filter((fact) => fact.document_kind === 'order').map((fact) => fact.document_id));
  return fold
    .list('package_unit', 'unit_id', unit.unit_id)
    .filter((entry) => orders.has(entry.order_id))
    .toSorted((a, b) => (a.package_unit_id < b.package_unit_id ? 1 : -1));
}

/** The unit is not in that box: the order lacks it again. */
function dropEntry(fold: Fold, entry: PackageUnitRow): void {
  const shipped = fold.row('package', entry.package_id)?.state === 'shipped';
  fold.remove('package_unit', entry.package_unit_id);
  countOnOrderLine(fold, entry.order_line_id, -entry.quantity, shipped ? -entry.quantity : 0);
  refreshOrder(fold, entry.order_id);
}

function chooseWhereabouts(fold: Fold, open: CaseRow, fact: CaseFact): void {
  const unit = fact.unit_id === null ? undefined : fold.row('unit', fact.unit_id);
  if (unit === undefined) return;
  const warehouse_id = unit.warehouse_id ?? fold.row('station', fact.station_id)?.warehouse_id ?? null;
  const entries = entriesOf(fold, open, unit);
  if (fact.type === 'unit-packed' || fact.type === 'order-shipped') {
    const ofOrder = entries.filter((entry) => entry.order_id === fact.document_id);
    const byStation = ofOrder.filter(({ package_id }) => {
      const pack = fold.row('package', package_id);
      const shipment =
        pack === undefined || pack.shipment_id === null ? undefined : fold.row('shipment', pack.shipment_id);
      const station_id = fact.type === 'order-shipped' ? shipment?.station_id : pack?.station_id;
      return station_id === fact.station_id;
    });
    const winner = byStation[0] ?? ofOrder[0];
    const pack = winner === undefined ? undefined : fold.row('package', winner.package_id);
    if (winner === undefined || pack === undefined) return;
    for (const entry of entries) if (entry.package_unit_id !== winner.package_unit_id) dropEntry(fold, entry);
    const tie = { order_id: winner.order_id, package_id: winner.package_id, bin_id: null };
    if (pack.state === 'shipped') fold.moveUnit({ ...unit, ...tie, state: 'shipped', warehouse_id: null });
    else fold.moveUnit({ ...unit, ...tie, state: 'packed', warehouse_id });
    return;
  }
  chooseOther(fold, fact, unit, entries, warehouse_id);
}

/** A fact that is not about packing: the unit is in no box, and gets the state that this fact by itself gives it. */
function chooseOther(
  fold: Fold,
  fact: CaseFact,
  unit: UnitRow,
  entries: readonly PackageUnitRow[],
  warehouse_id: string | null,
): void {
  const state = stateBy(fact);
  if (state === null || fact.event_id === unit.state_event_id) {
    // The first fact is chosen. The unit has its state already, and the box of the second fact never had the unit.
    for (const entry of entries) if (entry.package_id !== unit.package_id) dropEntry(fold, entry);
    return;
  }
  for (const entry of entries) dropEntry(fold, entry);
  const away = state === 'sent_to_vendor' || state === 'shipped';
  const tie = { order_id: null, package_id: null, bin_id: null };
  const rma = state === 'returned' && fact.document_kind === 'rma' ? { rma_id: fact.document_id } : {};
  fold.moveUnit({ ...unit, ...tie, ...rma, state, warehouse_id: away ? null : warehouse_id });
}

function stateBy(fact: CaseFact) {
  if (fact.type === 'receipt-saved') {
    if (fact.document_kind === 'rma') return 'returned' as const;
    return fact.document_kind === 'credit_memo' ? ('sent_to_vendor' as const) : null;
  }
  if (!Object.hasOwn(EVENTS, fact.type)) return null;
  const [transition, ...others]: readonly UnitTransition[] = EVENTS[fact.type as EventType].transitions;
  // An inspection may mean several things, and its case does not say which: the state stays.
  return transition === undefined || others.length > 0 ? null : claimedState(transition);
}

/** Ends the dispute of a unit that no other open case has, and lets it into the unique index if its place there is free. */
function settle(fold: Fold, unit_id: string): void {
  const unit = fold.row('unit', unit_id);
  if (unit === undefined) return;
  const disputed = fold.openCasesOfUnit(unit_id).length > 0;
  if (disputed || !unit.provisional) {
    fold.putUnit({ ...unit, disputed });
    return;
  }
  const taken = fold.holderOf(unit) !== undefined;
  fold.putUnit({ ...unit, disputed, provisional: false, forked: unit.forked || taken });
}
