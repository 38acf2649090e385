import type { CountedUnit } from '../events/receiving.ts';
import type { EventDraft } from '../events/registry.ts';
import type { RuleFailure, Verdict } from '../serial/verdict.ts';
import {
  UNDO_LIMIT,
  type Counted,
  type ReceivingFacts,
  type ReceivingLineFacts,
  type ReceivingMachine,
  type ReceivingSession,
} from './receiving-state.ts';

/** A serial that passed, as it will be recorded. The known unit keeps its id; a new one gets one. */
export function countedUnit(
  verdict: Verdict,
  label: { readonly lot: string | null; readonly expiry: string | null },
  newId: () => string,
): CountedUnit {
  return { unit_id: verdict.unit?.unit_id ?? newId(), serial_raw: verdict.serial_raw, ...label };
}

/** Opens the session in the ledger with its first count. */
export function openSession(session: ReceivingSession): readonly EventDraft[] {
  if (session.recorded) return [];
  const { receiving_session_id, document_kind, document_id, warehouse_id } = session;
  return [
    {
      type: 'receiving-session-opened',
      body: { receiving_session_id, document_kind, document_id, warehouse_id },
    },
  ];
}

/** A receipt line that counts what is given; the caller keeps it within 500 units and 128 KiB. */
export function countEvent(
  state: ReceivingMachine,
  session: ReceivingSession,
  line: ReceivingLineFacts,
  receipt_line_id: string,
  counts: {
    readonly quantity: number;
    readonly units: readonly CountedUnit[];
    readonly warnings: readonly RuleFailure[];
  },
): EventDraft {
  return {
    type: 'receipt-line-counted',
    body: {
      receiving_session_id: session.receiving_session_id,
      receipt_line_id,
      line_id: line.line_id,
      product_id: line.product_id,
      bin_id: state.bin_id,
      quantity: counts.quantity,
      units: [...counts.units],
      override: null,
      warnings: [...new Set(counts.warnings.map(({ code }) => code))],
    },
  };
}

/** Counts once: the events, and the state that can take it back. */
export function count(
  state: ReceivingMachine,
  session: ReceivingSession,
  line: ReceivingLineFacts,
  counts: {
    readonly quantity: number;
    readonly units: readonly CountedUnit[];
    readonly warnings: readonly RuleFailure[];
  },
  facts: ReceivingFacts,
): { readonly state: ReceivingMachine; readonly events: readonly EventDraft[] } {
  const receipt_line_id = line.receipt_line_id ?? facts.newId();
  const events = [...openSession(session), countEvent(state, session, line, receipt_line_id, counts)];
  const done: Counted = {
    receipt_line_id,
    line_id: line.line_id,
    product_id: line.product_id,
    quantity: counts.quantity,
    unit_ids: counts.units.map(({ unit_id }) => unit_id),
  };
  return { state: remembered({ ...state, session: { ...session, recorded: true } }, done), events };
}

export function remembered(state: ReceivingMachine, done: Counted): ReceivingMachine {
  return { ...state, undo: [...state.undo, done].slice(-UNDO_LIMIT) };
}
