import type { EventDraft } from '../events/registry.ts';
import { outcome, refusal, type Decision } from '../scan/outcome.ts';
import type {
  ReceivingCommand,
  ReceivingFacts,
  ReceivingLineFacts,
  ReceivingMachine,
  ReceivingSession,
} from './receiving-state.ts';

/** One uncounting event takes at most as many serials as one counting event. */
export const UNITS_PER_EVENT = 500;

function uncount(
  session: ReceivingSession,
  line: { readonly line_id: string; readonly product_id: string; readonly receipt_line_id: string },
  taken: { readonly quantity: number; readonly unit_ids: readonly string[] },
  reason: 'undo' | 'deleted',
): readonly EventDraft[] {
  const { line_id, product_id, receipt_line_id } = line;
  const { receiving_session_id } = session;
  const events: EventDraft[] = [];
  for (let at = 0; at === 0 || at < taken.unit_ids.length; at += UNITS_PER_EVENT) {
    const unit_ids = taken.unit_ids.slice(at, at + UNITS_PER_EVENT);
    // The quantity goes with the first part; the fold sums them up.
    const quantity = at === 0 ? taken.quantity : 0;
    events.push({
      type: 'receipt-line-uncounted',
      body: { receiving_session_id, receipt_line_id, line_id, product_id, quantity, unit_ids, reason },
    });
  }
  return events;
}

/** Takes the last count back: its serials, and the units that it counted. */
export function undoLast(
  state: ReceivingMachine,
  session: ReceivingSession,
  facts: ReceivingFacts,
): Decision<ReceivingMachine> {
  const last = state.undo.at(-1);
  if (last === undefined) {
    return { state, events: [], outcome: refusal({ code: 'receiving.nothing-to-undo', params: {} }) };
  }
  const line = facts.lines.get(last.line_id);
  const sku = line?.sku ?? '';
  // Serials that were removed since may have taken units off already: never below what still has a serial.
  const spare = line === undefined ? last.quantity : Math.max(0, line.counted - (line.serials - last.unit_ids.length));
  const quantity = Math.min(last.quantity, spare);
  const serials = last.unit_ids.length > 0 && line !== undefined && facts.serialNeed(line) !== 'none';
  const left = { counted: (line?.counted ?? 0) - quantity, serials: (line?.serials ?? 0) - last.unit_ids.length };
  return {
    state: {
      ...state,
      undo: state.undo.slice(0, -1),
      current_line_id: last.line_id,
      phase: serials ? 'serials' : 'lines',
      entry: left.serials < left.counted ? 'filling' : 'counting',
    },
    events: uncount(session, last, { quantity, unit_ids: last.unit_ids }, 'undo'),
    outcome: outcome('info', 'receiving.undone', { sku, quantity, serials: last.unit_ids.length }),
  };
}

/** Takes any one serial off again; whether its unit goes too is policy. */
export function removeSerial(
  state: ReceivingMachine,
  session: ReceivingSession,
  command: Extract<ReceivingCommand, { readonly type: 'remove-serial' }>,
  facts: ReceivingFacts,
): Decision<ReceivingMachine> {
  const line = facts.lines.get(command.line_id);
  if (line === undefined || line.receipt_line_id === null) {
    return { state, events: [], outcome: refusal({ code: 'receiving.no-such-serial', params: {} }) };
  }
  const reset = facts.policy(line).get('receiving.reset_count_on_serial_delete');
  // A serial beyond the units (receiving.allow_more_serials) has no unit to take along.
  const quantity = reset && line.serials <= line.counted ? 1 : 0;
  const { receipt_line_id, line_id, product_id, sku } = line;
  return {
    state: { ...state, undo: withoutUnit(state, command.unit_id, quantity), entry: entryAfter(line, quantity) },
    events: uncount(
      session,
      { receipt_line_id, line_id, product_id },
      { quantity, unit_ids: [command.unit_id] },
      'deleted',
    ),
    outcome: outcome('info', quantity > 0 ? 'receiving.serial-removed' : 'receiving.serial-removed-unit-stays', {
      serial: command.serial_raw,
      sku,
    }),
  };
}

function entryAfter(line: ReceivingLineFacts, quantity: number): ReceivingMachine['entry'] {
  return line.serials - 1 < line.counted - quantity ? 'filling' : 'counting';
}

/** The removed serial can't be undone any more; what is left of its scan can. */
function withoutUnit(state: ReceivingMachine, unit_id: string, quantity: number): ReceivingMachine['undo'] {
  return state.undo.flatMap((done) => {
    if (!done.unit_ids.includes(unit_id)) return [done];
    const unit_ids = done.unit_ids.filter((id) => id !== unit_id);
    const left = { ...done, unit_ids, quantity: Math.max(0, done.quantity - quantity) };
    return unit_ids.length === 0 ? [] : [left];
  });
}
