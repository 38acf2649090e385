import { labelSays } from '../scan/label-says.ts';
import { isLoud, outcome, refusal, type Decision } from '../scan/outcome.ts';
import { warningsOfScan } from '../serial/product-number.ts';
import type { RuleFailure } from '../serial/verdict.ts';
import { count, countedUnit } from './count-units.ts';
import { overage, overReceive, roomOf } from './over-receive.ts';
import { leftBehind, saveBlockers } from './blockers.ts';
import { removeSerial, undoLast } from './take-back.ts';
import {
  RECEIVING_START,
  type ReceivingCommand,
  type ReceivingCommandType,
  type ReceivingFacts,
  type ReceivingLineFacts,
  type ReceivingMachine,
  type ReceivingPhase,
  type ReceivingSession,
} from './receiving-state.ts';

type Of<T extends ReceivingCommandType> = Extract<ReceivingCommand, { readonly type: T }>;
type Step = Decision<ReceivingMachine>;
type Handler<T extends ReceivingCommandType> = (state: ReceivingMachine, command: Of<T>, facts: ReceivingFacts) => Step;
type Row = { readonly [T in ReceivingCommandType]: Handler<T> };
type WithSession<T extends ReceivingCommandType> = (
  state: ReceivingMachine,
  session: ReceivingSession,
  command: Of<T>,
  facts: ReceivingFacts,
) => Step;

function refused(state: ReceivingMachine, first: RuleFailure, ...rest: readonly RuleFailure[]): Step {
  return { state, events: [], outcome: refusal(first, ...rest) };
}

function said(state: ReceivingMachine, result: Step['outcome']): Step {
  return { state, events: [], outcome: result };
}

const noDocument = (state: ReceivingMachine): Step => refused(state, { code: 'receiving.no-document', params: {} });

/** Outside the list a session is open; the guard keeps the types honest. */
function within<T extends ReceivingCommandType>(handler: WithSession<T>): Handler<T> {
  return (state, command, facts) =>
    state.session === null ? noDocument(state) : handler(state, state.session, command, facts);
}

const open: Handler<'open'> = (state, { session, status, number }, facts) => {
  if (status === 'cancelled') return refused(state, { code: 'receiving.document-cancelled', params: { number } });
  if (session.document_id === state.session?.document_id) {
    return said(state, outcome('info', 'receiving.already-open', { number }));
  }
  const counted = [...facts.lines.values()].some((line) => line.counted > 0 || line.serials > 0);
  if (state.session !== null && counted) return refused(state, { code: 'receiving.finish-first', params: { number } });
  return said(
    { ...RECEIVING_START, phase: 'lines', session },
    outcome('info', 'receiving.document-opened', { number }),
  );
};

const leave: Handler<'leave'> = () => said(RECEIVING_START, outcome('info', 'receiving.left'));

/** How serials of this line go on: units that are counted already are filled first. */
function entryOf(line: ReceivingLineFacts): ReceivingMachine['entry'] {
  return line.serials < line.counted ? 'filling' : 'counting';
}

function toLine(state: ReceivingMachine, line: ReceivingLineFacts, facts: ReceivingFacts): ReceivingMachine {
  const serials = facts.serialNeed(line) !== 'none';
  const entry = line.line_id === state.current_line_id && state.phase === 'serials' ? state.entry : entryOf(line);
  return { ...state, phase: serials ? 'serials' : 'lines', current_line_id: line.line_id, entry };
}

const chooseLine = within<'choose-line'>((state, _session, { line_id }, facts) => {
  if (line_id === null)
    return said({ ...state, phase: 'lines', current_line_id: null }, outcome('info', 'receiving.choose-product'));
  const line = facts.lines.get(line_id);
  if (line === undefined) return refused(state, { code: 'receiving.no-line', params: {} });
  const { sku, ordered, received, counted } = line;
  return said(
    toLine(state, line, facts),
    outcome('info', 'receiving.line-chosen', { sku, ordered, received, counted }),
  );
});

/** The line of a product that still takes something: one short of serials, then one with room, else the first. */
function lineFor(
  ids: readonly string[],
  session: ReceivingSession,
  facts: ReceivingFacts,
): ReceivingLineFacts | undefined {
  const lines = ids.flatMap((id) => facts.lines.get(id) ?? []);
  return (
    lines.find((line) => line.serials < line.counted && facts.serialNeed(line) !== 'none') ??
    lines.find((line) => line.received + line.counted < line.ordered) ??
    lines.find((line) => roomOf(line, session.document_kind, facts.policy(line)) > 0) ??
    lines[0]
  );
}

const product = within<'product'>((state, session, { line_ids, code, sku, quantity }, facts) => {
  const line = lineFor(line_ids, session, facts);
  if (line === undefined) return refused(state, { code: 'receiving.not-on-document', params: { code, sku } });
  const owed = line.serials < line.counted && facts.serialNeed(line) !== 'none';
  const over = owed ? null : overReceive(line, session.document_kind, facts.policy(line), 1);
  if (over !== null) return refused(state, over);
  const left = leftBehind(state, line.line_id, facts);
  const { ordered, received, counted } = line;
  const headline = { sku: line.sku, ordered, received, counted };
  const level = left === null ? 'info' : 'warning';
  const findings = [...(left === null ? [] : [left]), ...labelSays({ quantity })];
  return said(toLine(state, line, facts), outcome(level, 'receiving.line-chosen', headline, findings));
});

const markReceived = within<'mark-received'>((state, session, { line_id, quantity }, facts) => {
  const line = facts.lines.get(line_id);
  if (line === undefined) return refused(state, { code: 'receiving.no-line', params: {} });
  const over = overReceive(line, session.document_kind, facts.policy(line), quantity);
  if (over !== null) return refused(state, over);
  const more = overage(line, quantity);
  const warnings = more === null ? [] : [more];
  const counts = { quantity, units: [], warnings };
  const done = count(state, session, line, counts, facts);
  const need = facts.serialNeed(line);
  const params = { sku: line.sku, quantity, counted: line.counted + quantity, ordered: line.ordered };
  const next: ReceivingMachine = {
    ...done.state,
    phase: need === 'none' ? 'lines' : 'serials',
    current_line_id: line_id,
    entry: 'filling',
  };
  const all = line.received + line.counted + quantity >= line.ordered;
  const level = more !== null ? 'warning' : need === 'none' && all ? 'complete' : 'accepted';
  const headline = need === 'required' ? 'receiving.counted-scan-serials' : 'receiving.counted';
  return { state: next, events: done.events, outcome: outcome(level, headline, params, warnings) };
});

const serial = within<'serial'>((state, session, command, facts) => {
  const ids = command.line_ids ?? (state.current_line_id === null ? [] : [state.current_line_id]);
  const line = lineFor(ids, session, facts);
  const { serial_raw, lot, expiry } = command.serial;
  if (line === undefined) {
    return command.line_ids === null
      ? refused(state, { code: 'receiving.scan-product-first', params: { serial: serial_raw } })
      : refused(state, { code: 'receiving.not-on-document', params: { code: command.sku, sku: command.sku } });
  }
  if (facts.serialNeed(line) === 'none') {
    return refused(state, { code: 'receiving.no-serials-here', params: { sku: line.sku, serial: serial_raw } });
  }
  const chosen = toLine(state, line, facts);
  const filling = chosen.entry === 'filling' || line.serials < line.counted;
  const adding = filling ? 0 : 1;
  const [verdict] = facts.judge(line, [serial_raw], filling);
  const over = overReceive(line, session.document_kind, facts.policy(line), adding);
  const failures = [...(verdict?.failures ?? []), ...(over === null ? [] : [over])];
  const [first, ...rest] = failures;
  // The label named another line: a refused serial still leaves the person at the line he is working on.
  if (verdict === undefined || first !== undefined)
    return refused(state, first ?? { code: 'serial.blank', params: {} }, ...rest);
  const more = overage(line, adding);
  const left = leftBehind(state, line.line_id, facts);
  const warnings = [...warningsOfScan(verdict.warnings, command.serial.named_symbol), ...(more === null ? [] : [more])];
  const unit = countedUnit(verdict, { lot, expiry }, facts.newId);
  const done = count(chosen, session, line, { quantity: adding, units: [unit], warnings }, facts);
  const serials = line.serials + 1;
  const of = Math.max(line.ordered - line.received, line.counted + adding);
  const complete = filling ? serials >= line.counted : line.received + line.counted + adding >= line.ordered;
  const findings = [...warnings, ...(left === null ? [] : [left]), ...labelSays({ lot, expiry })];
  const params = { serial: verdict.serial_norm, sku: line.sku, serials, of: filling ? line.counted : of };
  const level = complete ? 'complete' : findings.some(isLoud) ? 'warning' : 'accepted';
  const headline = complete ? 'receiving.line-complete' : 'receiving.serial-accepted';
  return { state: done.state, events: done.events, outcome: outcome(level, headline, params, findings) };
});

const setBin = within<'set-bin'>((state, _session, { bin_id, code }) =>
  said(
    { ...state, bin_id },
    outcome('info', bin_id === null ? 'receiving.bin-cleared' : 'receiving.bin-set', { code }),
  ),
);

const next = within<'next'>((state, _session, _command, facts) => {
  const left = leftBehind(state, null, facts);
  const away: ReceivingMachine = { ...state, phase: 'lines', current_line_id: null };
  return said(
    away,
    outcome(left === null ? 'info' : 'warning', 'receiving.choose-product', {}, left === null ? [] : [left]),
  );
});

const save = within<'save'>((state, session, _command, facts) => {
  const [first, ...rest] = saveBlockers(facts);
  if (first !== undefined) return refused(state, first, ...rest);
  const { receiving_session_id, document_kind, document_id } = session;
  const totals = [...facts.lines.values()]
    .filter((line) => line.counted > 0 || line.serials > 0)
    .map(({ line_id, product_id, counted, serials }) => ({ line_id, product_id, quantity: counted, serials }));
  const units = totals.reduce((sum, line) => sum + line.quantity, 0);
  const serials = totals.reduce((sum, line) => sum + line.serials, 0);
  return {
    state: RECEIVING_START,
    events: [{ type: 'receipt-saved', body: { receiving_session_id, document_kind, document_id, totals } }],
    outcome: outcome('complete', 'receiving.saved', { units, serials }),
  };
});

const discard = within<'discard'>((_state, session, { reason }) => ({
  state: RECEIVING_START,
  events: session.recorded
    ? [{ type: 'receipt-discarded', body: { receiving_session_id: session.receiving_session_id, reason } }]
    : [],
  outcome: outcome('info', 'receiving.discarded'),
}));

const working: Row = {
  open,
  leave,
  'choose-line': chooseLine,
  product,
  'mark-received': markReceived,
  serial,
  undo: within((state, session, _command, facts) => undoLast(state, session, facts)),
  'remove-serial': within(removeSerial),
  'set-bin': setBin,
  next,
  save,
  discard,
};

/** Phase × command. Total: a phase or a command without a decision does not compile. */
export const RECEIVING_TABLE: Readonly<Record<ReceivingPhase, Row>> = {
  list: {
    open,
    leave,
    'choose-line': noDocument,
    product: (state, { sku }) => refused(state, { code: 'receiving.scan-document-first', params: { sku } }),
    'mark-received': noDocument,
    serial: noDocument,
    undo: noDocument,
    'remove-serial': noDocument,
    'set-bin': noDocument,
    next: noDocument,
    save: noDocument,
    discard: noDocument,
  },
  lines: working,
  serials: working,
};

/** Decides one command. Nothing has happened until the events are on disk; the outcome is said after that. */
export function decideReceiving<T extends ReceivingCommandType>(
  state: ReceivingMachine,
  command: Of<T> & { readonly type: T },
  facts: ReceivingFacts,
): Decision<ReceivingMachine> {
  const handler: Handler<T> = RECEIVING_TABLE[state.phase][command.type];
  return handler(state, command, facts);
}
