import type { CaseFactView, CaseListRow } from '@serialbridge/protocol/central';

export const serialsOf = ({ facts }: Pick<CaseListRow, 'facts'>): string[] => [
  ...new Set(facts.flatMap(({ serial_raw }) => serial_raw ?? [])),
];
export const stationsOf = ({ facts }: Pick<CaseListRow, 'facts'>): string[] => [
  ...new Set(facts.flatMap(({ station }) => station.name ?? [])),
];

/** Facts of one event belong together: it is the event that is chosen. */
export interface FactGroup {
  readonly event_id: string;
  readonly facts: readonly [CaseFactView, ...CaseFactView[]];
}

export function groupFacts(facts: readonly CaseFactView[]): readonly FactGroup[] {
  const groups = new Map<string, [CaseFactView, ...CaseFactView[]]>();
  for (const fact of facts) {
    const group = groups.get(fact.event_id);
    if (group === undefined) groups.set(fact.event_id, [fact]);
    else group.push(fact);
  }
  return [...groups].map(([event_id, group]) => ({ event_id, facts: group }));
}

/** A sentence by id, with what fills its blanks. */
export interface Consequence {
  readonly id: string;
  readonly params: Readonly<Record<string, string | number>>;
}

const PLACE_RULES: ReadonlySet<string> = new Set([
  'case.packed-twice',
  'case.shipped-twice',
  'case.not-in-stock',
  'case.returned-not-shipped',
]);

/**
 * What central will do with a decision, said before it is recorded; the same rules as core's fold of `case-resolved`. `chosen` null:
 * no single fact is true.
 */
export function consequencesOf(
  row: Pick<CaseListRow, 'rule' | 'facts'>,
  chosen: string | null,
): readonly Consequence[] {
  const serial = serialsOf(row)[0] ?? '';
  const end = [consequence('ends'), consequence('for-good')];
  if (chosen === null) return [consequence('neither'), ...end];
  const facts = row.facts.filter((fact) => fact.event_id === chosen);
  const fact = facts[0];
  if (fact === undefined) return end;
  const station = fact.station.name ?? '';
  const document = fact.document?.number ?? '';
  if (row.rule === 'case.received-twice' || row.rule === 'case.serial-taken') {
    // One event that counted the same serial twice chooses nobody.
    if (new Set(facts.map(({ unit_id }) => unit_id)).size !== 1) return [consequence('same-event', { serial }), ...end];
    const other = row.rule === 'case.received-twice' ? 'other-missing' : 'other-set-aside';
    return [consequence('bears-serial', { serial, station }), consequence(other, { serial }), ...end];
  }
  if (!PLACE_RULES.has(row.rule)) {
    const first = row.rule === 'case.shipped-not-received' ? 'becomes-known' : 'recorded-only';
    return [consequence(first, { serial }), ...end];
  }
  if (fact.type === 'unit-packed' || fact.type === 'order-shipped') {
    const others = new Set(
      row.facts.flatMap((one) => (one.document?.kind === 'order' ? (one.document.number ?? '') : [])),
    );
    others.delete(document);
    const lost = [...others].filter((number) => number !== '').join(', ');
    return [
      consequence(fact.type === 'order-shipped' ? 'shipped-on' : 'packed-on', { serial, document }),
      ...(lost === '' ? [] : [consequence('orders-lack', { documents: lost })]),
      ...end,
    ];
  }
  return [consequence('stands-by-fact', { serial, station }), consequence('leaves-boxes', { serial }), ...end];
}

const consequence = (name: string, params: Consequence['params'] = {}): Consequence => ({
  id: `console.case.will.${name}`,
  params,
});

/** Undefined: nothing chosen yet. Null: neither. Otherwise the event of a fact. */
export type Choice = string | null | undefined;
