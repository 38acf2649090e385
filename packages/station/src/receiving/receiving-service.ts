import { binsOf, draftOf, listDocuments, listSessions, pageOfSerials } from '@serialbridge/cache/queries';
import { CallError } from '@serialbridge/client';
import type { DocumentKind } from '@serialbridge/core/model';
import {
  decideBulk,
  decideReceiving,
  RECEIVING_START,
  type ReceivingCommand,
  type ReceivingFacts,
  type ReceivingMachine,
  type ReceivingSession,
} from '@serialbridge/core/receiving';
import { outcome, type Decision } from '@serialbridge/core/scan';
import type { Feedback, MethodParams, MethodResult } from '@serialbridge/protocol/station';
import type { HostContext, StationService } from '../contract/host-context.ts';
import { feedbackOf, findingOf, mustPass } from '../work/feedback.ts';
import { ScanTrail, scanOf } from '../work/scan-trail.ts';
import type { ScanTarget } from '../work/scan-target.ts';
import { ReceivingDraft } from './receiving-draft.ts';
import { readEntry } from './read-entry.ts';
import { receivingNotes, restoreReceiving } from './receiving-notes.ts';
import { receivingExpectation, receivingMeans } from './receiving-scan.ts';
import { receivingState } from './receiving-view.ts';

export interface ReceivingService extends StationService {
  readonly target: ScanTarget;
}

const NO_FACTS: Omit<ReceivingFacts, 'newId' | 'policy'> = {
  lines: new Map(),
  serialNeed: () => 'none',
  judge: () => [],
};

/** Receiving: decides with the machine, records, and only then says what came of it. */
export function createReceivingService(context: HostContext): ReceivingService {
  const notes = receivingNotes(context);
  const trail = new ScanTrail();
  let state: ReceivingMachine = RECEIVING_START;
  let draft: ReceivingDraft | null = null;
  /** Loaded for a document that is about to be opened. */
  let opening: ReceivingDraft | null = null;
  let restored = false;

  /** Not before the station is paired and its cache is there: done with the first question. */
  const restore = (): void => {
    if (restored || context.pairing.identity() === null) return;
    restored = true;
    const kept = restoreReceiving(context, notes);
    if (kept === null) return;
    ({ state, draft } = kept);
    trail.restore(kept.scans);
  };

  const factsNow = (): ReceivingFacts =>
    draft?.facts() ?? { ...NO_FACTS, newId: context.clock.newId, policy: () => context.policy.at() };

  const commit = (decision: Decision<ReceivingMachine>, text: string | null): Feedback => {
    const feedback = feedbackOf(context.clock, decision.outcome, text);
    const counted = decision.events.find((event) => event.type === 'receipt-line-counted');
    const unit_id = counted?.body.units.length === 1 ? (counted.body.units[0]?.unit_id ?? null) : null;
    const { notes: remember, kept } = notes.plan(decision.state, scanOf(feedback, unit_id));
    if (decision.events.length > 0) context.record.append(decision.events, { remember });
    else if (decision.state !== state) context.record.remember(remember);
    if (decision.events.length > 0 || decision.state !== state) kept();
    draft?.apply(decision.events);
    const { session } = decision.state;
    if (session === null) draft = null;
    else if (draft?.session_id !== session.receiving_session_id) {
      draft = opening?.session_id === session.receiving_session_id ? opening : new ReceivingDraft(context, session);
    }
    opening = null;
    if (session === null && state.session !== null) trail.clear();
    state = decision.state;
    trail.add(feedback, unit_id);
    context.screens.publish('receiving');
    return feedback;
  };

  const run = (command: ReceivingCommand, text: string | null = null): Feedback => {
    restore();
    return commit(decideReceiving(state, command, factsNow()), text);
  };

  const open = (document_kind: DocumentKind, document_id: string, text: string | null = null): Feedback => {
    restore();
    const { station_id, warehouse_id } = context.pairing.station();
    const known = draftOf(context.ledger.read, document_id, station_id);
    const session: ReceivingSession = {
      receiving_session_id: known ?? context.clock.newId(),
      document_kind,
      document_id,
      warehouse_id,
      recorded: known !== null,
    };
    // Loading first: an unknown document is refused before anything changes.
    opening = new ReceivingDraft(context, session);
    const { status, number } = opening.document;
    return run({ type: 'open', session, status, number }, text);
  };

  const signed =
    <P, R>(handler: (params: P) => R) =>
    (params: P): R => {
      context.operators.signedIn();
      restore();
      return handler(params);
    };

  const enterSerials = (params: MethodParams<'receiving.enter_serials'>): MethodResult<'receiving.enter_serials'> => {
    const line = draft?.lines.get(params.line_id);
    if (draft === null || state.session === null || line === undefined) {
      throw CallError.of('receiving.no-line', 'This line is not on the open document; open the document again.');
    }
    const facts = draft.facts();
    if (facts.serialNeed(line) === 'none') {
      throw CallError.of('receiving.no-serials-here', 'This product takes no serials.', { sku: line.sku });
    }
    const serials = readEntry(params.entry);
    const bulk = decideBulk(state, state.session, line, serials, facts);
    const take = !params.dry_run && bulk.accepted > 0 && (bulk.refused.length === 0 || params.skip_bad);
    if (take) {
      const level = bulk.refused.length > 0 || bulk.warned > 0 ? 'warning' : 'accepted';
      const said = { accepted: bulk.accepted, entered: serials.length, refused: bulk.refused.length, sku: line.sku };
      context.screens.signal(commit({ ...bulk, outcome: outcome(level, 'receiving.bulk-entered', said) }, null));
    }
    return {
      entered: serials.length,
      accepted: params.dry_run || take ? bulk.accepted : 0,
      refused: bulk.refused.map(({ position, serial_raw, findings, warnings }) => ({
        position,
        serial_raw,
        findings: findings.map(findingOf),
        warnings: warnings.map(findingOf),
      })),
      warned: bulk.warned,
    };
  };

  const target: ScanTarget = {
    expectation: () => {
      restore();
      return receivingExpectation(state, draft);
    },
    knowsSerial: (text) => draft?.knowsSerial(text) ?? false,
    opensByTote: () => false,
    act: (meaning, text) => {
      const means = receivingMeans(context, state, draft, meaning);
      if (means.type === 'say') return target.say(means.outcome, text);
      if (means.type === 'open-document') return open(means.document_kind, means.document_id, text);
      return run(means, text);
    },
    say: (result, text) => {
      const feedback = feedbackOf(context.clock, result, text);
      trail.add(feedback, null);
      context.screens.publish('receiving');
      return feedback;
    },
  };

  const { read } = context.ledger;
  return {
    target,
    topics: {
      receiving: () => {
        restore();
        return receivingState(
          context,
          state,
          draft,
          trail.list((unit_id) => draft?.unit(unit_id) !== undefined),
        );
      },
    },
    onDataChanged: () => {
      if (!restored) restore();
      if (state.session !== null && draft !== null) {
        const row = context.ledger.view.row('receiving_session', state.session.receiving_session_id);
        try {
          if (row !== undefined && row.state !== 'draft') {
            state = RECEIVING_START;
            draft = null;
          } else draft.refresh();
        } catch (error) {
          // The document is gone from the cache, as in the middle of a change of scope: the draft waits in the ledger.
          context.log.warn({ err: error }, 'the open document is not in the cache any more');
          state = RECEIVING_START;
          draft = null;
        }
      }
      context.screens.publish('receiving');
    },
    methods: {
      'receiving.list_documents': (query) => listDocuments(read, query, context.pairing.station().station_id),
      'receiving.list_sessions': (query) => listSessions(read, query),
      'receiving.list_bins': () => ({ bins: binsOf(read, context.pairing.station().warehouse_id) }),
      'receiving.list_serials': (page) => {
        restore();
        const session = state.session?.receiving_session_id;
        return session === undefined ? { rows: [], total: 0 } : pageOfSerials(read, session, page);
      },
      'receiving.open_document': signed(({ document_kind, document_id }) => mustPass(open(document_kind, document_id))),
      'receiving.leave': signed(() => mustPass(run({ type: 'leave' }))),
      'receiving.choose_line': signed(({ line_id }) => mustPass(run({ type: 'choose-line', line_id }))),
      'receiving.mark_received': signed(({ line_id, quantity }) => ({
        feedback: run({ type: 'mark-received', line_id, quantity }),
      })),
      'receiving.enter_serials': signed(enterSerials),
      'receiving.undo': signed(() => ({ feedback: run({ type: 'undo' }) })),
      'receiving.remove_serial': signed(({ unit_id }) => {
        const unit = draft?.unit(unit_id);
        const { line_id, serial_norm } = unit ?? { line_id: '', serial_norm: '' };
        return { feedback: run({ type: 'remove-serial', unit_id, line_id, serial_raw: serial_norm }) };
      }),
      'receiving.set_bin': signed(({ bin_id }) => {
        const bin = bin_id === null ? null : context.ledger.view.row('bin', bin_id);
        if (bin === undefined || (bin !== null && bin.warehouse_id !== context.pairing.station().warehouse_id)) {
          throw CallError.of('receiving.unknown-bin', 'This bin is not in this warehouse; choose one of the list.');
        }
        return mustPass(run({ type: 'set-bin', bin_id, code: bin?.code ?? null }));
      }),
      'receiving.save': signed(() => ({ feedback: run({ type: 'save' }) })),
      'receiving.discard': signed(({ reason }) => mustPass(run({ type: 'discard', reason }))),
    },
  };
}
