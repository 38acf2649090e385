import type { CaseRule } from '../../model/unit-rows.ts';

/** What is wrong with an event's rights: the rule of the case that it opens where it is applied all the same, and why. */
export interface RightsFault {
  /** Null: no such event is ever applied. */
  readonly rule: RightsRule | null;
  readonly code: RightsCode;
  readonly params: Readonly<Record<string, string>>;
}

/** By whom, by whose approval, at which place. The order is the order of their cases' ids: new ones go to the end. */
export const RIGHTS_RULES = [
  'case.operator-not-allowed',
  'case.approver-not-allowed',
  'case.other-warehouse',
] as const satisfies readonly CaseRule[];
export type RightsRule = (typeof RIGHTS_RULES)[number];

const ABOUT_STATIONS: ReadonlySet<string> = new Set([...RIGHTS_RULES, 'case.event-held']);

/** About what one computer did that it may not, or what is held of it. Whoever has stolen it would acquit himself by the name of a supervisor. */
export const isCaseOfConsole = (rule: CaseRule): boolean => ABOUT_STATIONS.has(rule);

/** Why, in a word and in a sentence for whoever is refused at a station. The word is also the key of its translations. */
export const RIGHTS_CODES = {
  'rights.nobody': 'Nobody is signed in here; sign in first.',
  'rights.unknown-person': 'Whoever is signed in here is not known any more; sign in again.',
  'rights.inactive-person': 'Whoever is signed in here no longer works here; somebody else must sign in.',
  'rights.person-elsewhere': 'Whoever is signed in here works in another warehouse; somebody else must sign in.',
  'rights.lacks-right': 'Whoever is signed in here may not do this; ask somebody who may.',
  'rights.nobody-approved': 'This needs the approval of somebody who may give it.',
  'rights.unknown-approver': 'Whoever approved this is not known any more; ask somebody else.',
  'rights.inactive-approver': 'Whoever approved this no longer works here; ask somebody else.',
  'rights.approver-elsewhere': 'Whoever approved this works in another warehouse; ask somebody else.',
  'rights.approver-lacks-right': 'Whoever approved this may not approve it; ask somebody who may.',
  'rights.not-approvable': 'Nobody can approve this.',
  'rights.foreign-warehouse': 'This names another warehouse than the one this station stands in.',
  'rights.unknown-warehouse': 'This names a warehouse that this station does not know; wait until it has synced.',
  'rights.foreign-bin': 'This bin is not in this warehouse; choose one of the list.',
  'rights.foreign-order': 'This order is packed in another warehouse.',
  'rights.foreign-session': 'This was begun in another warehouse.',
  'rights.foreign-package': 'This box was packed in another warehouse.',
  'rights.foreign-unit': 'This unit is in another warehouse.',
  'rights.case-of-console': 'This case is about what a station may do; decide it in the console.',
  'rights.foreign-option': 'This option cannot be changed here; change it in the console.',
  'rights.wrong-source': 'This station does other work; do this at a station that is for it.',
} as const;
type RightsCode = keyof typeof RIGHTS_CODES;

export function rightsFault(
  rule: RightsRule | null,
  code: RightsCode,
  params: RightsFault['params'] = {},
): RightsFault {
  return { rule, code, params };
}
