import type { CaseRow } from '@serialbridge/core/model';
import type { Finding } from '@serialbridge/protocol/station';

/** What each rule's sentence needs; `first` and `second` are the documents of the first two facts. */
const BLANKS: Readonly<Record<CaseRow['rule'], readonly (keyof Blanks)[]>> = {
  'case.packed-twice': ['serial', 'first', 'first_station', 'second', 'second_station'],
  'case.shipped-twice': ['serial', 'first', 'first_station', 'second', 'second_station'],
  'case.shipped-not-received': ['serial', 'sku', 'document'],
  'case.received-twice': ['serial', 'sku', 'first', 'second'],
  'case.returned-not-shipped': ['serial', 'sku', 'document'],
  'case.over-received': ['sku', 'document'],
  'case.not-in-stock': ['serial', 'document', 'station'],
  'case.order-cancelled': ['document'],
  'case.order-packed-twice': ['document'],
  'case.quantity-out-of-range': ['station', 'sku'],
  'case.serial-taken': ['serial', 'sku'],
  'case.override': ['serial', 'station'],
  'case.event-fork': ['station'],
  'case.events-missing': ['station'],
  'case.event-held': ['station'],
  'case.operator-not-allowed': ['station'],
  'case.approver-not-allowed': ['station'],
  'case.other-warehouse': ['station'],
};

interface Blanks {
  readonly serial: string | undefined;
  readonly sku: string | undefined;
  readonly first: string | undefined;
  readonly first_station: string | undefined;
  readonly second: string | undefined;
  readonly second_station: string | undefined;
  readonly document: string | undefined;
  readonly station: string | undefined;
}

/** What is wrong, as one sentence with names; null where this station does not know all of them, and the facts must speak for themselves. */
export function caseSentence(found: CaseRow, names: Readonly<Record<string, string>>): Finding | null {
  const facts = found.facts;
  const nameOf = (id: string | null | undefined): string | undefined =>
    id === null || id === undefined ? undefined : names[id];
  const any = (pick: (fact: CaseRow['facts'][number]) => string | null | undefined): string | undefined =>
    facts.map(pick).findLast((one) => one !== null && one !== undefined) ?? undefined;
  const blanks: Blanks = {
    serial: any((fact) => fact.serial_raw),
    sku: any((fact) => nameOf(fact.product_id)),
    first: nameOf(facts[0]?.document_id),
    first_station: nameOf(facts[0]?.station_id),
    second: nameOf(facts[1]?.document_id),
    second_station: nameOf(facts[1]?.station_id),
    document: any((fact) => nameOf(fact.document_id)),
    station: any((fact) => nameOf(fact.station_id)),
  };
  const params: Record<string, string> = {};
  for (const key of BLANKS[found.rule]) {
    const value = blanks[key];
    if (value === undefined) return null;
    params[key] = value;
  }
  return { code: `${found.rule}_sentence`, params };
}
