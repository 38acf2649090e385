import type { SignatureField, EventDeclaration } from '../../events/declare-event.ts';
import type { Row } from '../../model/entities.ts';
import { POLICY_LEVELS, type PolicyValueRow } from '../../model/catalog-rows.ts';
import { effectivePolicy } from '../../policy/effective-policy.ts';
import type { PolicyKey } from '../../policy/policy-keys.ts';
import type { Right } from '../../rights/rights.ts';
import type { LedgerView } from '../view/ledger-view.ts';
import { rightsFault, type RightsFault } from './fault.ts';
import type { Judged } from './judged.ts';
import { rightsOf } from './rights-of.ts';

type Station = Row<'station'>;

type Why = 'unknown' | 'inactive' | 'elsewhere' | 'lacks-right';

/** Why a person may not do something at a station; null: he may. */
function whyNot(
  view: LedgerView,
  { warehouse_id }: Station,
  operator_id: string,
  right: Right,
): { readonly why: Why; readonly name: string } | null {
  const person = view.row('operator', operator_id);
  if (person === undefined) return { why: 'unknown', name: '' };
  const { name, active, warehouse_ids } = person;
  if (!active) return { why: 'inactive', name };
  if (warehouse_ids !== null && !warehouse_ids.includes(warehouse_id)) return { why: 'elsewhere', name };
  return rightsOf(view, person).has(right) ? null : { why: 'lacks-right', name };
}

const OPERATOR_CODES = {
  unknown: 'rights.unknown-person',
  inactive: 'rights.inactive-person',
  elsewhere: 'rights.person-elsewhere',
  'lacks-right': 'rights.lacks-right',
} as const;

/** The person who recorded it: known, active, of this warehouse, and with the right that the type asks for. */
export function checkOperator(view: LedgerView, station: Station, event: Judged, right: Right): RightsFault[] {
  const { operator_id } = event;
  if (operator_id === null) return [rightsFault('case.operator-not-allowed', 'rights.nobody', { right })];
  const not = whyNot(view, station, operator_id, right);
  if (not === null) return [];
  return [rightsFault('case.operator-not-allowed', OPERATOR_CODES[not.why], { name: not.name, right })];
}

const APPROVER_CODES = {
  unknown: 'rights.unknown-approver',
  inactive: 'rights.inactive-approver',
  elsewhere: 'rights.approver-elsewhere',
  'lacks-right': 'rights.approver-lacks-right',
} as const;

/** Who signed where; an override that nobody signed stands with null. */
function signatures({ approved_by, body }: Judged): ReadonlyMap<SignatureField, string | null> {
  const found = new Map<SignatureField, string | null>();
  if (approved_by !== null) found.set('envelope', approved_by);
  if ('approved_by' in body && body.approved_by !== null) found.set('approved_by', body.approved_by);
  if ('override' in body && body.override !== null) found.set('override', body.override.approved_by);
  return found;
}

/** True if an option is on at this station, as this view knows it. */
export function isOn(view: LedgerView, { station_id, warehouse_id }: Station, key: PolicyKey): boolean {
  const ids = { tenant: '', warehouse: warehouse_id, station: station_id, vendor: null, product: null };
  const rows = POLICY_LEVELS.flatMap((level): PolicyValueRow[] => {
    const id = ids[level];
    const row = id === null ? undefined : view.row('policy_value', `${level}|${id}|${key}`);
    return row === undefined ? [] : [row];
  });
  return effectivePolicy(rows, { warehouse_id, station_id }).get(key) === true;
}

/** Those who signed: known, active, of this warehouse and with the right to release. Whether they were at the station is the station's to know. */
export function checkApprovers(
  view: LedgerView,
  station: Station,
  event: Judged,
  approvals: EventDeclaration['approvals'],
): RightsFault[] {
  const faults = new Map<string, RightsFault>();
  const say = (code: RightsFault['code'], params: RightsFault['params']): void => {
    const fault = rightsFault('case.approver-not-allowed', code, params);
    faults.set(JSON.stringify(fault), fault);
  };
  for (const [place, operator_id] of signatures(event)) {
    const declared = approvals[place];
    if (declared === undefined) {
      say('rights.not-approvable', {});
      continue;
    }
    const { right, asked = null } = declared;
    if (operator_id === null) {
      const isAsked = asked === 'always' || (asked !== null && isOn(view, station, asked));
      if (isAsked) say('rights.nobody-approved', { right });
      continue;
    }
    const not = whyNot(view, station, operator_id, right);
    if (not !== null) say(APPROVER_CODES[not.why], { name: not.name, right });
  }
  return [...faults.values()];
}
