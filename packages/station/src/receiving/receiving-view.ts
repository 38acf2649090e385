import { saveBlockers, serialsMissing, type ReceivingMachine } from '@serialbridge/core/receiving';
import type { LastScan, ReceivingLine, ReceivingState } from '@serialbridge/protocol/station';
import type { HostContext } from '../contract/host-context.ts';
import { findingOf } from '../work/feedback.ts';
import { productCard } from '../work/product-card.ts';
import type { ReceivingDraft } from './receiving-draft.ts';

const EMPTY_RECEIVING: ReceivingState = {
  phase: 'list',
  session: null,
  lines: [],
  current_line_id: null,
  blockers: [],
  last_scans: [],
  can_undo: false,
};

/** Topic `receiving`: costs the number of lines, whatever the number of serials. */
export function receivingState(
  context: HostContext,
  state: ReceivingMachine,
  draft: ReceivingDraft | null,
  last_scans: LastScan[],
): ReceivingState {
  if (state.session === null || draft === null) return { ...EMPTY_RECEIVING, last_scans };
  const facts = draft.facts();
  const showOnHand = context.policy.get('receiving.show_on_hand');
  const lines = [...draft.lines.values()].flatMap((line): readonly ReceivingLine[] => {
    const product = draft.lineInfo(line.line_id)?.product;
    if (product === undefined) return [];
    return [
      {
        line_id: line.line_id,
        line_number: line.line_number,
        product: productCard(product, facts.policy(line)),
        quantity_ordered: line.ordered,
        quantity_received: line.received,
        quantity_counted: line.counted,
        serials_counted: line.serials,
        serials_missing: serialsMissing(line, facts),
        on_hand: showOnHand ? draft.onHand(line.product_id) : null,
      },
    ];
  });
  const { document } = draft;
  const bin = state.bin_id === null ? undefined : context.ledger.view.row('bin', state.bin_id);
  return {
    phase: state.phase,
    session: {
      receiving_session_id: state.session.receiving_session_id,
      document_kind: document.document_kind,
      document_id: document.document_id,
      number: document.number,
      party: document.party,
      opened_at: draft.opened_at,
      bin_id: bin?.bin_id ?? null,
      bin_code: bin?.code ?? null,
      units_counted: lines.reduce((sum, line) => sum + line.quantity_counted, 0),
      serials_counted: lines.reduce((sum, line) => sum + line.serials_counted, 0),
    },
    lines,
    current_line_id: state.current_line_id,
    blockers: saveBlockers(facts).map(findingOf),
    last_scans,
    can_undo: state.undo.length > 0,
  };
}
