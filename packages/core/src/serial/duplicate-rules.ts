import type { SerialRule } from './rule.ts';
import { describeUnit, isOutgoing, mayBeUsed, type SerialSubject } from './subject.ts';
import { shown, type RuleParams, type SerialContext } from './verdict.ts';

/** Twice on the document, or twice in the list that is judged. */
function twiceInDocument(subject: SerialSubject, context: SerialContext): RuleParams | null {
  if (subject.norm === '') return null;
  const where = context.document_serials.get(subject.norm);
  if (where !== undefined) return { serial: shown(subject.norm), where, place: null };
  if (subject.earlier === null) return null;
  return { context: 'list', serial: shown(subject.norm), where: null, place: subject.earlier };
}

/** Only receiving may let it pass: a unit leaves, or returns, once. */
function documentDuplicatesRefused({ use, policy }: SerialContext): boolean {
  return use !== 'receive' || policy.get('receiving.require_unique_serial');
}

/** A unit of this product that may not come in again. */
function takenByUnit(subject: SerialSubject, context: SerialContext): RuleParams | null {
  if (isOutgoing(context.use) || subject.own === null || mayBeUsed(subject.own, context)) return null;
  // A return of a unit that never left is `serial.not-sold-on-order`, unless it came back before.
  if (context.use === 'return' && !(context.units_sold?.has(subject.own.unit_id) ?? false)) return null;
  return { context: subject.own.state, ...describeUnit(subject.own, subject, context) };
}

function duplicatesRefused({ use, policy }: SerialContext): boolean {
  return policy.get(use === 'return' ? 'returns.require_serial_validation' : 'receiving.validate_duplicates');
}

/**
 * The same serial twice. Switched off, such a rule still warns: no second unit comes of it, the same one comes in again, and the event says
 * that somebody was warned.
 */
export const DUPLICATE_RULES: readonly SerialRule[] = [
  {
    id: 'serial.duplicate-in-document',
    refuses: (subject, context) => (documentDuplicatesRefused(context) ? twiceInDocument(subject, context) : null),
    warns: (subject, context) => (documentDuplicatesRefused(context) ? null : twiceInDocument(subject, context)),
    when: 'already scanned on this document, or earlier in the list',
    switched: '`receiving.require_unique_serial`, receive only; off: a warning',
  },
  {
    id: 'serial.duplicate',
    refuses: (subject, context) => (duplicatesRefused(context) ? takenByUnit(subject, context) : null),
    warns: (subject, context) => (duplicatesRefused(context) ? null : takenByUnit(subject, context)),
    when: 'a unit of this product has it and may not come in again',
    applies: 'receive, return (a unit sold on this order that already came back)',
    switched: '`receiving.validate_duplicates`, `returns.require_serial_validation`; off: a warning',
  },
];
