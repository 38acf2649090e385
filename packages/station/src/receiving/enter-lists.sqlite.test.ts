import { decodeText } from '@serialbridge/core/lists';
import { LISTS } from '@serialbridge/testing/lists/serial-lists';
import { BADGE, ROUTER_LINE, TestStation } from '@serialbridge/testing/station/small-warehouse';
import { afterEach, beforeEach, expect, test } from 'vitest';

let dock: TestStation;
beforeEach(async () => {
  dock = new TestStation('receivebridge', { ordered: 100 });
  await dock.scan(BADGE);
  await dock.scan('PO-1');
});
afterEach(() => dock.end());

const enter = (text: string, column: number | 'all' | null = null, dry_run = true) =>
  dock.call('receiving.enter_serials', { line_id: ROUTER_LINE, entry: { text, column }, dry_run, skip_bad: true });
const counted = async (): Promise<readonly string[]> => {
  const page = { offset: 0, limit: 100, line_id: null, find: '' };
  return (await dock.call('receiving.list_serials', page)).rows.map(({ serial_raw }) => serial_raw).toSorted();
};

test('receiving.lists: a table of lists, each judged and taken through the contract', async () => {
  const lines: string[] = [];
  const wrong: unknown[] = [];
  for (const { name, given, serials, faults = [], notes = [], ask } of LISTS) {
    const { text, notes: decoded } = typeof given === 'string' ? { text: given, notes: [] } : decodeText(given);
    const dry = await enter(text);
    const said = dry.refused.map(({ row, findings }) => [row, findings[0]?.code ?? '']);
    const noted = [...decoded, ...dry.notes].map(({ code }) => code);
    if (dry.ask) await enter(text, dry.chosen);
    await enter(text, null, false);
    const taken = await counted();
    if (taken.length > 0) await dock.scan('*SB:UNDO*');
    const got = { name, taken, said, noted, ask: dry.ask };
    const expected = {
      name,
      taken: serials.toSorted(),
      said: faults.map((fault) => [...fault]),
      noted: notes,
      ask: ask ?? false,
    };
    if (JSON.stringify(got) !== JSON.stringify(expected)) wrong.push({ got, expected });
    lines.push(
      `${name} | ${taken.join(' ')} | ${said.map(([row, id]) => `${row}: ${id}`).join(', ')} | ${noted.join(' ')}`,
    );
  }
  process.stdout.write(`${lines.join('\n')}\n${LISTS.length} lists\n`);
  expect(wrong).toEqual([]);
  expect(LISTS.length).toBeGreaterThanOrEqual(60);
});

test('receiving.lists: nothing is taken while nobody said which column has the serials; the answer is kept for the layout', async () => {
  const text = 'left shelf;SNX4711A\nright one;SNX4712B';
  const { ask, accepted } = await enter(text, null, false);
  expect([ask, accepted, await counted()]).toEqual([true, 0, []]);
  expect(await enter(text, 1)).toMatchObject({ ask: false, chosen: 1, accepted: 2 });
  await dock.restart();
  await dock.scan(BADGE);
  expect(await enter('top row;SNX4713C\nlow row;SNX4714D', null, false)).toMatchObject({ ask: false, accepted: 2 });
  expect(await counted()).toEqual(['SNX4713C', 'SNX4714D']);
});

test('receiving.lists: rows that pass with a warning are listed, before and after taking', async () => {
  const text = 'SNX4711A\n\n96385074';
  for (const dry_run of [true, false])
    expect((await enter(text, null, dry_run)).warned).toMatchObject([
      { row: 3, serial_raw: '96385074', warnings: [{ code: 'serial.like-product-code' }] },
    ]);
  expect(await counted()).toEqual(['96385074', 'SNX4711A']);
});
