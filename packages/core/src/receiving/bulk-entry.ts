import type { CountedUnit } from '../events/receiving.ts';
import type { EventDraft } from '../events/registry.ts';
import { isLoud } from '../scan/outcome.ts';
import { mayExceedUnits } from '../serial/serial-need.ts';
import type { ListFacts } from '../other-codes/other-code.ts';
import type { RuleFailure } from '../serial/verdict.ts';
import { countedUnit, countEvent, openSession, remembered } from './count-units.ts';
import { overReceive, roomOf } from './over-receive.ts';
import {
  USE_OF_DOCUMENT,
  type ReceivingFacts,
  type ReceivingLineFacts,
  type ReceivingMachine,
  type ReceivingSession,
} from './receiving-state.ts';
import { UNITS_PER_EVENT } from './take-back.ts';

/** Bytes of units in one event, well below the 128 KiB of an envelope: JSON may escape a character into six. */
const BYTES_PER_EVENT = 96 * 1024;

/** One serial of a bulk entry. */
export interface BulkSerial {
  /** Of the list, as a spreadsheet numbers it; of a range its place. */
  readonly row: number;
  readonly serial_raw: string;
  readonly lot: string | null;
  readonly expiry: string | null;
  /** Why it cannot be entered whatever the rules say: what was wrong with its row. Such a serial is not judged. */
  readonly faults: readonly RuleFailure[];
}

interface JudgedSerial {
  /** Counts from 1 in the order given. */
  readonly position: number;
  readonly row: number;
  readonly serial_raw: string;
  readonly findings: readonly RuleFailure[];
  readonly warnings: readonly RuleFailure[];
}

export interface BulkEntry {
  readonly refused: readonly JudgedSerial[];
  /** Accepted with a warning. */
  readonly warned: readonly JudgedSerial[];
  readonly accepted: number;
  /** State and events if the accepted ones are taken. */
  readonly state: ReceivingMachine;
  readonly events: readonly EventDraft[];
}

/**
 * Judges all serials of a paste, file or range at once, as though they were scanned one after the other: units counted already are
 * filled first, each further serial counts one unit.
 */
export function decideBulk(
  state: ReceivingMachine,
  session: ReceivingSession,
  line: ReceivingLineFacts,
  serials: readonly BulkSerial[],
  facts: ReceivingFacts,
  list?: ListFacts,
): BulkEntry {
  const policy = facts.policy(line);
  const fixed = state.entry === 'filling' && state.current_line_id === line.line_id;
  let fill = Math.max(0, line.counted - line.serials);
  if (fixed && mayExceedUnits(USE_OF_DOCUMENT[session.document_kind], policy)) fill = Number.POSITIVE_INFINITY;
  const room = roomOf(line, session.document_kind, policy);
  const refused: JudgedSerial[] = [];
  const warned: JudgedSerial[] = [];
  const units: CountedUnit[] = [];
  const warnings = new Map<string, RuleFailure>();
  let quantity = 0;
  const judged = serials.filter(({ faults }) => faults.length === 0);
  const verdicts = facts.judge(
    line,
    judged.map(({ serial_raw }) => serial_raw),
    fixed,
    list,
  );
  let next = 0;
  for (const [index, { row, serial_raw, lot, expiry, faults }] of serials.entries()) {
    const position = index + 1;
    const verdict = faults.length === 0 ? verdicts[next] : undefined;
    if (verdict === undefined) {
      refused.push({ position, row, serial_raw, findings: faults, warnings: [] });
      continue;
    }
    next += 1;
    const counts = units.length - quantity >= fill;
    const over = counts && quantity + 1 > room ? overReceive(line, session.document_kind, policy, quantity + 1) : null;
    const failures = verdict.failures.map((failure) => inRows(failure, judged));
    const findings = over === null ? failures : [...failures, over];
    const warns = verdict.warnings.filter(isLoud);
    const said = { position, row, serial_raw, findings, warnings: warns };
    if (findings.length > 0) {
      refused.push(said);
      continue;
    }
    units.push(countedUnit(verdict, { lot, expiry }, facts.newId));
    if (counts) quantity += 1;
    if (warns.length > 0) warned.push(said);
    for (const warning of verdict.warnings) warnings.set(warning.code, warning);
  }
  const overage = line.received + line.counted + quantity - line.ordered;
  if (overage > 0 && quantity > 0) {
    warnings.set('receiving.overage', {
      code: 'receiving.overage',
      params: { sku: line.sku, ordered: line.ordered, over: overage },
    });
  }
  const taken = record(state, session, line, { quantity, units, warnings: [...warnings.values()] }, facts);
  return { refused, warned, accepted: units.length, ...taken };
}

/** Where the same serial stands earlier: the rules know its place among those judged, people the row. */
function inRows(failure: RuleFailure, judged: readonly BulkSerial[]): RuleFailure {
  const { place } = failure.params;
  if (typeof place !== 'number') return failure;
  return { ...failure, params: { ...failure.params, place: judged[place - 1]?.row ?? place } };
}

function record(
  state: ReceivingMachine,
  session: ReceivingSession,
  line: ReceivingLineFacts,
  all: { readonly quantity: number; readonly units: readonly CountedUnit[]; readonly warnings: readonly RuleFailure[] },
  facts: ReceivingFacts,
): { readonly state: ReceivingMachine; readonly events: readonly EventDraft[] } {
  if (all.units.length === 0) return { state, events: [] };
  const receipt_line_id = line.receipt_line_id ?? facts.newId();
  let toFill = all.units.length - all.quantity;
  const events = chunks(all.units).map((units) => {
    const filled = Math.min(toFill, units.length);
    toFill -= filled;
    return countEvent(state, session, line, receipt_line_id, {
      quantity: units.length - filled,
      units,
      warnings: all.warnings,
    });
  });
  const { line_id, product_id } = line;
  const opened: ReceivingMachine = {
    ...state,
    phase: 'serials',
    current_line_id: line_id,
    entry: state.current_line_id === line_id ? state.entry : 'counting',
    session: { ...session, recorded: true },
  };
  const done = {
    receipt_line_id,
    line_id,
    product_id,
    quantity: all.quantity,
    unit_ids: all.units.map(({ unit_id }) => unit_id),
  };
  return { state: remembered(opened, done), events: [...openSession(session), ...events] };
}

/** Parts that each fit one event. */
function chunks(units: readonly CountedUnit[]): readonly (readonly CountedUnit[])[] {
  const parts: CountedUnit[][] = [];
  let part: CountedUnit[] = [];
  let bytes = 0;
  for (const unit of units) {
    // Six bytes a character at worst, and the field names around it.
    const size = unit.serial_raw.length * 6 + 120;
    if (part.length === UNITS_PER_EVENT || bytes + size > BYTES_PER_EVENT) {
      parts.push(part);
      part = [];
      bytes = 0;
    }
    part.push(unit);
    bytes += size;
  }
  if (part.length > 0) parts.push(part);
  return parts;
}
