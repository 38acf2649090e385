import { binsOf, draftOf, listDocuments, listSessions, pageOfSerials } from '@serialbridge/cache/queries';
import { CallError } from '@serialbridge/client';
import type { DocumentKind } from '@serialbridge/core/model';
import {
  decideReceiving,
  type ReceivingCommand,
  type ReceivingFacts,
  type ReceivingSession,
} from '@serialbridge/core/receiving';
import type { Feedback } from '@serialbridge/protocol/station';
import type { HostContext, StationService } from '../contract/host-context.ts';
import { mustPass } from '../work/feedback.ts';
import type { ScanTarget } from '../work/scan-target.ts';
import { serialsEntry } from './enter-serials.ts';
import { ReceivingDraft } from './receiving-draft.ts';
import { receivingExpectation, receivingMeans } from './receiving-scan.ts';
import { receivingState } from './receiving-view.ts';
import { receivingWork } from './receiving-work.ts';

export interface ReceivingService extends StationService {
  readonly target: ScanTarget;
}

const NO_FACTS: Omit<ReceivingFacts, 'newId' | 'policy'> = {
  lines: new Map(),
  serialNeed: () => 'none',
  judge: () => [],
};

/** Receiving: what its machine decides on, its methods and its topic. */
export function createReceivingService(context: HostContext): ReceivingService {
  const { clock, ledger, pairing, policy } = context;
  const { read, view } = ledger;
  const work = receivingWork(context);

  const factsNow = (): ReceivingFacts =>
    work.draft?.facts() ?? { ...NO_FACTS, newId: clock.newId, policy: () => policy.at() };

  const run = (command: ReceivingCommand, text: string | null = null): Feedback =>
    work.commit(decideReceiving(work.state, command, factsNow()), { text });

  const open = (document_kind: DocumentKind, document_id: string, text: string | null = null): Feedback => {
    const { station_id, warehouse_id } = pairing.station();
    const known = draftOf(read, document_id, station_id);
    const session: ReceivingSession = {
      receiving_session_id: known ?? clock.newId(),
      document_kind,
      document_id,
      warehouse_id,
      recorded: known !== null,
    };
    // Loading first: an unknown document is refused before anything changes.
    const draft = new ReceivingDraft(context, session);
    const { status, number } = draft.document;
    return work.open(draft, decideReceiving(work.state, { type: 'open', session, status, number }, factsNow()), text);
  };

  return {
    target: work.target({
      expectation: () => receivingExpectation(work.state, work.draft),
      opensByTote: () => false,
      act: (meaning, text) => {
        const means = receivingMeans(context, work.state, work.draft, meaning);
        if (means.type === 'say') return work.say(means.outcome, text);
        if (means.type === 'open-document') return open(means.document_kind, means.document_id, text);
        return run(means, text);
      },
    }),
    topics: { receiving: () => receivingState(context, work.state, work.draft, work.scans) },
    onDataChanged: (changed) => work.dataChanged(changed),
    // Units are left out: what is received of a document changes its lines too.
    listed: [
      'purchase_order',
      'po_line',
      'rma',
      'rma_line',
      'vendor',
      'order',
      'product',
      'product_code',
      'expected_unit',
      'receiving_session',
      'case',
    ],
    methods: {
      'receiving.list_documents': (query) => {
        const listed = listDocuments(read, query, pairing.station().station_id);
        if (context.operators.rights().has('costs.see')) return listed;
        return { ...listed, rows: listed.rows.map((row) => ({ ...row, total_cents: null })) };
      },
      'receiving.list_sessions': (query) => listSessions(read, query),
      'receiving.list_bins': () => ({ bins: binsOf(read, pairing.station().warehouse_id) }),
      'receiving.list_serials': (page) => {
        const session = work.state.session?.receiving_session_id;
        return session === undefined ? { rows: [], total: 0 } : pageOfSerials(read, session, page);
      },
      'receiving.open_document': ({ document_kind, document_id }) => mustPass(open(document_kind, document_id)),
      'receiving.leave': () => mustPass(run({ type: 'leave' })),
      'receiving.choose_line': ({ line_id }) => mustPass(run({ type: 'choose-line', line_id })),
      'receiving.mark_received': ({ line_id, quantity }) => ({
        feedback: run({ type: 'mark-received', line_id, quantity }),
      }),
      'receiving.enter_serials': serialsEntry(context, work),
      'receiving.undo': () => ({ feedback: run({ type: 'undo' }) }),
      'receiving.remove_serial': ({ unit_id }) => {
        const unit = work.draft?.unit(unit_id);
        const { line_id, serial_norm } = unit ?? { line_id: '', serial_norm: '' };
        return { feedback: run({ type: 'remove-serial', unit_id, line_id, serial_raw: serial_norm }) };
      },
      'receiving.set_bin': ({ bin_id }) => {
        const bin = bin_id === null ? null : view.row('bin', bin_id);
        if (bin === undefined || (bin !== null && bin.warehouse_id !== pairing.station().warehouse_id)) {
          throw CallError.of('receiving.unknown-bin', 'This bin is not in this warehouse; choose one of the list.');
        }
        return mustPass(run({ type: 'set-bin', bin_id, code: bin?.code ?? null }));
      },
      'receiving.save': () => ({ feedback: run({ type: 'save' }) }),
      'receiving.discard': ({ reason }) => mustPass(run({ type: 'discard', reason })),
    },
  };
}
