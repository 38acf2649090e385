import { isLoud, outcome } from '../scan/outcome.ts';
import { warningsOfScan } from '../serial/product-number.ts';
import { labelSays } from '../scan/label-says.ts';
import type { RuleFailure } from '../serial/verdict.ts';
import { packUnit } from './pack-unit.ts';
import { decidePacked, refusePacking, withOrder, type PackingDecision, type PackingHandler } from './packing-step.ts';
import type { PackingFacts, PackingLineFacts, PackingMachine } from './packing-state.ts';

/** Rules that no person may pass: the thing scanned is no serial, or this very unit is in a box already. */
const NEVER_KEPT: ReadonlySet<string> = new Set([
  'serial.required',
  'serial.blank',
  'serial.control-character',
  'serial.is-product-code',
  'serial.duplicate-in-document',
  'serial.too-many',
  'packing.line-full',
]);

function full(line: PackingLineFacts): RuleFailure {
  return { code: 'packing.line-full', params: { sku: line.sku, quantity: line.quantity } };
}

/** The line that still takes something, the current one first. */
function lineFor(state: PackingMachine, ids: readonly string[], facts: PackingFacts): PackingLineFacts | undefined {
  const lines = ids.flatMap((id) => facts.lines.get(id) ?? []);
  const open = lines.filter((line) => line.packed < line.quantity);
  return open.find((line) => line.order_line_id === state.current_line_id) ?? open[0] ?? lines[0];
}

/** A line was chosen whose serial never came: said, not held against the next one. */
function leftBehind(state: PackingMachine, line: PackingLineFacts, facts: PackingFacts): readonly RuleFailure[] {
  if (state.current_line_id === null || state.current_line_id === line.order_line_id) return [];
  const left = facts.lines.get(state.current_line_id);
  if (left === undefined || left.need !== 'required' || left.packed >= left.quantity) return [];
  return [{ code: 'packing.serial-not-scanned', params: { sku: left.sku } }];
}

export const chooseLine: PackingHandler<'choose-line'> = withOrder((state, _order, { order_line_id }, facts) => {
  const line = order_line_id === null ? undefined : facts.lines.get(order_line_id);
  if (order_line_id !== null && line === undefined)
    return refusePacking(state, { code: 'packing.no-line', params: {} });
  const next = { ...state, current_line_id: order_line_id };
  if (line === undefined) return decidePacked(next, outcome('info', 'packing.choose-product'));
  return decidePacked(
    next,
    outcome('info', 'packing.line-chosen', { sku: line.sku, packed: line.packed, of: line.quantity }),
  );
});

export const product: PackingHandler<'product'> = withOrder(
  (state, order, { line_ids, code, sku, quantity }, facts) => {
    const line = lineFor(state, line_ids, facts);
    if (line === undefined) return refusePacking(state, { code: 'packing.wrong-item', params: { code, sku } });
    if (line.packed >= line.quantity) return refusePacking(state, full(line));
    const findings = [...leftBehind(state, line, facts), ...labelSays({ quantity })];
    // The label of a bag or a carton is not that of one piece: how many go into the box is for the person to say.
    if (line.need === 'none' && (quantity ?? 1) > 1) {
      const params = { sku: line.sku, packed: line.packed, of: line.quantity };
      const chosen = { ...state, current_line_id: line.order_line_id };
      return decidePacked(chosen, outcome('warning', 'packing.line-chosen', params, findings));
    }
    if (line.need === 'none')
      return packUnit(state, order, line, { quantity: 1, verdict: null, override: null, findings }, facts);
    const next = { ...state, current_line_id: line.order_line_id };
    const level = findings.some(isLoud) ? 'warning' : 'info';
    const params = { sku: line.sku, packed: line.packed, of: line.quantity };
    return decidePacked(next, outcome(level, 'packing.scan-serial', params, findings));
  },
);

export const packQuantity: PackingHandler<'pack-quantity'> = withOrder((state, order, command, facts) => {
  const line = facts.lines.get(command.order_line_id);
  if (line === undefined) return refusePacking(state, { code: 'packing.no-line', params: {} });
  const { sku, quantity, packed } = line;
  const failures: RuleFailure[] = [];
  if (line.need === 'required') failures.push({ code: 'serial.required', params: { sku, missing: command.quantity } });
  if (command.quantity > 1 && !facts.policy.get('packing.allow_multiple_quantity')) {
    failures.push({ code: 'packing.one-at-a-time', params: { sku, quantity: command.quantity } });
  }
  if (packed + command.quantity > quantity) failures.push(full(line));
  const [first, ...rest] = failures;
  if (first !== undefined) return refusePacking(state, first, ...rest);
  const findings = leftBehind(state, line, facts);
  return packUnit(state, order, line, { quantity: command.quantity, verdict: null, override: null, findings }, facts);
});

/** Without a product the serial goes to the current line, else to the only line that still waits for one. */
function serialLines(state: PackingMachine, named: readonly string[] | null, facts: PackingFacts): readonly string[] {
  if (named !== null) return named;
  if (state.current_line_id !== null) return [state.current_line_id];
  const waiting = [...facts.lines.values()].filter((line) => line.need !== 'none' && line.packed < line.quantity);
  return waiting.length === 1 ? waiting.map((line) => line.order_line_id) : [];
}

export const serial: PackingHandler<'serial'> = withOrder((state, order, command, facts) => {
  const { serial_raw } = command.serial;
  const line = lineFor(state, serialLines(state, command.line_ids, facts), facts);
  if (line === undefined) {
    return command.line_ids === null
      ? refusePacking(state, { code: 'packing.scan-product-first', params: { serial: serial_raw } })
      : refusePacking(state, { code: 'packing.wrong-item', params: { code: serial_raw, sku: command.sku } });
  }
  if (line.need === 'none') {
    return refusePacking(state, { code: 'packing.no-serials-here', params: { sku: line.sku, serial: serial_raw } });
  }
  const verdict = facts.judge(line, serial_raw);
  // "Already in this box" says more than "the line is full".
  const twice = verdict.failures.some(({ code }) => code === 'serial.duplicate-in-document');
  const failures = line.packed >= line.quantity && !twice ? [...verdict.failures, full(line)] : verdict.failures;
  const [first, ...rest] = failures;
  if (first !== undefined) {
    const refused = refusePacking({ ...state, current_line_id: state.current_line_id }, first, ...rest);
    const { order_line_id } = line;
    return {
      ...refused,
      override: mayKeep(failures, facts) ? { type: 'serial', order_line_id, serial_raw, failures } : null,
    };
  }
  const findings = [
    ...warningsOfScan(verdict.warnings, command.serial.named_symbol),
    ...leftBehind(state, line, facts),
    ...labelSays({ lot: command.serial.lot, expiry: command.serial.expiry }),
  ];
  return packUnit(state, order, line, { quantity: 1, verdict, override: null, findings }, facts);
});

function mayKeep(failures: readonly RuleFailure[], facts: PackingFacts): boolean {
  return (
    facts.policy.get('packing.allow_manual_serial') &&
    !failures.some(({ code }) => NEVER_KEPT.has(code) || code.startsWith('code.'))
  );
}

/** Keeps a refused serial: judged again now, because the present may have changed since it was refused. */
export function keepSerial(
  state: PackingMachine,
  what: { readonly order_line_id: string; readonly serial_raw: string },
  sign: { readonly reason: string; readonly approved_by: string | null },
  facts: PackingFacts,
): PackingDecision {
  const line = facts.lines.get(what.order_line_id);
  if (facts.order === null || line === undefined) return refusePacking(state, { code: 'packing.no-line', params: {} });
  const verdict = facts.judge(line, what.serial_raw);
  const failures = line.packed >= line.quantity ? [...verdict.failures, full(line)] : verdict.failures;
  const [first, ...rest] = failures;
  if (first !== undefined && !mayKeep(failures, facts)) return refusePacking(state, first, ...rest);
  if (sign.reason.trim() === '') return refusePacking(state, { code: 'packing.reason-missing', params: {} });
  if (facts.policy.get('packing.manual_serial_needs_supervisor') && sign.approved_by === null) {
    return refusePacking(state, { code: 'packing.approval-needed', params: {} });
  }
  const rules = failures.map(({ code }) => code);
  const override = rules.length === 0 ? null : { rules, reason: sign.reason, approved_by: sign.approved_by };
  const findings = [...failures, ...verdict.warnings];
  return packUnit(state, facts.order, line, { quantity: 1, verdict, override, findings }, facts);
}
