import { expect, test } from 'vitest';
import { EVENT_TYPES, EVENTS, type EventDeclaration, type EventType } from '@serialbridge/core/events';
import { becomes, EVENT_RIGHTS_HEADS, EVENT_SOURCES, eventRightsRows, RECORDERS } from '../../scripts/event-rights.ts';

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

test.each(EVENT_TYPES)(
  'rights.table: %s is held from a source that it does not declare, and never else if it happened to goods',
  (type) => {
    const { sources, physical }: EventDeclaration = EVENTS[type];
    for (const source of EVENT_SOURCES) {
      const declared = sources.includes(
        source === 'central' ? source : source === 'packing station' ? 'packing-station' : 'receiving-station',
      );
      const cells = RECORDERS.map((who) => becomes(type, source, who));
      if (!declared) expect(new Set(cells)).toEqual(new Set(['held']));
      else if (source === 'central') expect(new Set(cells)).toEqual(new Set(['applied']));
      else {
        expect(cells[RECORDERS.indexOf('admin')]).toBe('applied');
        const strangers = (['nobody', 'unknown', 'inactive', 'elsewhere'] as const).map((who) =>
          becomes(type, source, who),
        );
        expect(new Set(strangers)).toEqual(new Set([physical ? 'applied with case' : 'held']));
      }
    }
  },
);
