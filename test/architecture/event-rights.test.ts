import { expect, test } from 'vitest';
import { EVENT_TYPES, EVENTS, type EventDeclaration, type EventType } from '@serialbridge/core/events';
import {
  becomes,
  EVENT_RIGHTS_HEADS,
  EVENT_SOURCES,
  eventRightsRows,
  RECORDERS,
  type Became,
  type EventSourceName,
} from '../../scripts/event-rights.ts';

/** The table itself stands in resources/docs/SECURITY.md, and docs.generated holds it to the check. Here it is printed, and what must never change is said. */

const rowsOf = (type: EventType): string[][] =>
  eventRightsRows()
    .filter(([name]) => name === `\`${type}\``)
    .map((row) => row.slice(1));

test('rights.table: every event type × source × person, by the check itself', () => {
  const rows = eventRightsRows();
  console.log([EVENT_RIGHTS_HEADS, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n'));
  expect(rows).toHaveLength(EVENT_TYPES.length * EVENT_SOURCES.length);
  expect(rows.flatMap((row) => row.slice(2))).toHaveLength(
    EVENT_TYPES.length * EVENT_SOURCES.length * RECORDERS.length,
  );
});

test('rights.table: records come from central alone, whoever a station names', () => {
  const held = RECORDERS.map(() => 'held');
  expect(rowsOf('records-put')).toEqual([
    ['receiving station', ...held],
    ['packing station', ...held],
    ['central', ...RECORDERS.map(() => 'applied')],
  ]);
});

test('rights.table: a decision is held from whoever may not decide, and counts from a supervisor', () => {
  for (const type of ['case-resolved', 'unit-scrapped', 'unit-serial-corrected', 'policy-changed'] as const)
    for (const source of ['receiving station', 'packing station'] as const)
      expect(
        RECORDERS.map((who) => becomes(type, source, who)),
        type,
      ).toEqual(['held', 'applied', 'applied', 'held', 'held', 'held', 'held']);
});

const PLAIN = ['operator', 'supervisor', 'admin'] as const;
const STRANGERS = ['nobody', 'unknown', 'inactive', 'elsewhere'] as const;

/** What must come of an admin, and of a stranger, as the declaration says. */
function mustBecome(
  { sources, physical }: EventDeclaration,
  source: EventSourceName,
): [admin: Became, stranger: Became] {
  if (
    !sources.includes(
      source === 'central' ? source : source === 'packing station' ? 'packing-station' : 'receiving-station',
    )
  )
    return ['held', 'held'];
  if (source === 'central') return ['applied', 'applied'];
  return ['applied', physical ? 'applied with case' : 'held'];
}

test.each(EVENT_TYPES)(
  'rights.table: %s is held from a source that it does not declare, and never else if it happened to goods',
  (type) => {
    for (const source of EVENT_SOURCES) {
      const [admin, stranger] = mustBecome(EVENTS[type], source);
      expect(becomes(type, source, 'admin'), source).toBe(admin);
      expect(
        STRANGERS.map((who) => becomes(type, source, who)),
        source,
      ).toEqual(STRANGERS.map(() => stranger));
    }
  },
);

const allowed = (source: EventSourceName): string[] =>
  EVENT_TYPES.filter((type) => PLAIN.every((who) => becomes(type, source, who) === 'applied'));

test('rights.table: what an operator may do at a dock and at a table, and no more', () => {
  const moves = ['unit-moved', 'unit-found', 'unit-allocated', 'unit-deallocated', 'unit-transfer-sent'];
  const anywhere = [...moves, 'unit-transfer-received', 'unit-kitted', 'unit-unkitted'];
  const dock = EVENT_TYPES.filter((type) => type.startsWith('rec') && type !== 'records-put');
  expect(allowed('receiving station')).toEqual([...dock, ...anywhere]);
  expect(
    allowed('packing station')
      .filter((type) => !anywhere.includes(type))
      .toSorted(),
  ).toEqual([
    'order-confirmed',
    'order-shipped',
    'package-closed',
    'package-discarded',
    'package-opened',
    'package-weighed',
    'unit-packed',
    'unit-unpacked',
  ]);
});
