import type { EventDraft } from '../events/registry.ts';
import { isLoud, outcome } from '../scan/outcome.ts';
import type { RuleFailure, Verdict } from '../serial/verdict.ts';
import { contentChanged, liveBoxes } from './blockers.ts';
import { decidePacked, type PackingDecision } from './packing-step.ts';
import {
  PACKING_UNDO_LIMIT,
  type OrderFacts,
  type Packed,
  type PackingFacts,
  type PackingLineFacts,
  type PackingMachine,
} from './packing-state.ts';

export interface Packing {
  readonly quantity: number;
  readonly verdict: Verdict | null;
  readonly override: { readonly rules: string[]; readonly reason: string; readonly approved_by: string | null } | null;
  /** Said beside what was packed: warnings of the rules, what another line still lacks. */
  readonly findings: readonly RuleFailure[];
}

/** The box to pack into, opened if there is none. */
export function openBox(
  state: PackingMachine,
  order: OrderFacts,
  facts: PackingFacts,
): { readonly package_id: string; readonly number: number; readonly events: readonly EventDraft[] } {
  const current = facts.boxes.find((box) => box.package_id === state.current_package_id && box.state === 'open');
  if (current !== undefined) return { ...current, events: [] };
  const package_id = facts.newId();
  const number = Math.max(0, ...facts.boxes.map((box) => box.number)) + 1;
  const { order_id } = order;
  const body = { package_id, order_id, warehouse_id: facts.warehouse_id, number };
  return { package_id, number, events: [{ type: 'package-opened', body }] };
}

/** Puts a unit, or a quantity, into the box; says how far the line and the order are. */
export function packUnit(
  state: PackingMachine,
  order: OrderFacts,
  line: PackingLineFacts,
  packing: Packing,
  facts: PackingFacts,
): PackingDecision {
  const box = openBox(state, order, facts);
  const { verdict, quantity, override } = packing;
  // A serial nobody knows, kept by an override or first read here, makes a new unit.
  const unit_id = verdict === null ? null : (verdict.unit?.unit_id ?? facts.newId());
  const packed: Packed = {
    package_unit_id: facts.newId(),
    package_id: box.package_id,
    order_line_id: line.order_line_id,
    unit_id,
    quantity,
  };
  const { order_id } = order;
  const { order_line_id, product_id, sku } = line;
  const warnings = [...new Set((verdict?.warnings ?? []).map(({ code }) => code))];
  const serial_raw = verdict?.serial_raw ?? null;
  const body = { ...packed, order_id, order_line_id, product_id, serial_raw, override, warnings };
  const lineFull = line.packed + quantity >= line.quantity;
  const orderFull =
    lineFull && [...facts.lines.values()].every((other) => other === line || other.packed >= other.quantity);
  const confirm = orderFull && !order.confirmed && facts.policy.get('packing.confirm_after_scan');
  const events: readonly EventDraft[] = [
    ...box.events,
    { type: 'unit-packed', body },
    ...(confirm ? [{ type: 'order-confirmed' as const, body: { order_id } }] : []),
  ];
  const level = orderFull || lineFull ? 'complete' : packing.findings.some(isLoud) ? 'warning' : 'accepted';
  const headline = orderFull ? 'packing.order-complete' : lineFull ? 'packing.line-complete' : 'packing.packed';
  const params = {
    sku,
    serial: verdict?.serial_norm ?? null,
    packed: line.packed + quantity,
    of: line.quantity,
    box: box.number,
    boxes: liveBoxes(facts).length,
  };
  const next: PackingMachine = {
    ...state,
    current_package_id: box.package_id,
    reweigh: contentChanged(state, box.package_id, facts),
    // A line that is full asks for nothing any more; the next product code, or serial, chooses the next.
    current_line_id: lineFull ? null : order_line_id,
    undo: [...state.undo, packed].slice(-PACKING_UNDO_LIMIT),
  };
  return decidePacked(next, outcome(level, headline, params, packing.findings), events);
}
