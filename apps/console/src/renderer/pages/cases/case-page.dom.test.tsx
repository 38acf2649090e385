import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { createFakeCentral } from '../../../testing/fake-central.ts';
import { FAKE_ID } from '../../../testing/fake-data.ts';
import { renderConsole } from '../../../testing/render-console.tsx';

afterEach(cleanup);
const CASE = `/cases/${FAKE_ID.case(1)}`;

test('case: both facts stand side by side with station, operator, time and document', async () => {
  renderConsole(createFakeCentral(), CASE);
  const [a, b] = await screen.findAllByTestId('case-fact');
  expect(a?.textContent).toContain('Table 1');
  expect(a?.textContent).toContain('500122');
  expect(b?.textContent).toContain('Table 2');
  expect(b?.textContent).toContain('Ida Brandt');
  expect(b?.textContent).toContain('500123');
});

test('case: a decision needs a choice and a reason, is said in words first, and is then recorded once', async () => {
  const central = createFakeCentral();
  renderConsole(central, CASE);
  fireEvent.click(await screen.findByTestId('case-resolve'));
  expect(screen.getByText('Choose which fact is true, or that neither is.')).toBeTruthy();
  expect(screen.getByText('Write down why. Nobody can ask you in a year.')).toBeTruthy();
  const [, second] = screen.getAllByTestId('case-choose');
  if (second === undefined) throw new Error('no second fact');
  fireEvent.click(second);
  fireEvent.change(screen.getByTestId('case-note'), { target: { value: 'Table 1 misread it.' } });
  fireEvent.click(screen.getByTestId('case-resolve'));
  const words = (await screen.findByTestId('case-consequences')).textContent;
  expect(words).toContain('left with order 500123');
  expect(words).toContain('taken out of the boxes of 500122');
  expect(central.requests.some(({ call }) => call.includes('/resolve'))).toBe(false);
  fireEvent.submit(screen.getByTestId('case-confirm-dialog'));
  const resolved = await screen.findByTestId('case-resolved');
  expect(resolved.textContent).toContain('Fact B was held to be true.');
  expect(resolved.textContent).toContain('Ruth Adler');
  const sent = central.requests.filter(({ call }) => call.includes('/resolve'));
  expect(sent.map(({ body }) => body)).toEqual([{ chosen_event_id: FAKE_ID.event(2), note: 'Table 1 misread it.' }]);
});

test('case.already-resolved: somebody was faster, and it is said in the dialog', async () => {
  const central = createFakeCentral();
  renderConsole(central, CASE);
  fireEvent.click(await screen.findByTestId('case-neither'));
  fireEvent.change(screen.getByTestId('case-note'), { target: { value: 'Unclear.' } });
  fireEvent.click(screen.getByTestId('case-resolve'));
  expect((await screen.findByTestId('case-consequences')).textContent).toContain(
    'Every unit stays exactly as it stands now.',
  );
  const [first] = central.data.cases;
  if (first !== undefined) central.data.cases[0] = { ...first, state: 'resolved' };
  fireEvent.submit(screen.getByTestId('case-confirm-dialog'));
  expect((await screen.findByTestId('problem')).dataset['code']).toBe('case.already-resolved');
});

test('case: an operator reads everything and decides nothing', async () => {
  renderConsole(createFakeCentral({ role: 'operator' }), CASE);
  expect(await screen.findAllByTestId('case-fact')).toHaveLength(2);
  expect(screen.queryByTestId('case-resolve')).toBeNull();
  expect(screen.getByText(/A supervisor decides/)).toBeTruthy();
});

const HELD = `/cases/${FAKE_ID.case(4)}`;

test('case.event-held: one page says whose events, why, how many, what to do, and lists them', async () => {
  renderConsole(createFakeCentral(), HELD);
  const summary = await screen.findByTestId('held-summary');
  expect(summary.textContent).toContain('Dock 1');
  expect(summary.textContent).toContain('412');
  expect(summary.textContent).toContain('Its receiving session is not known.');
  expect(summary.textContent).toContain('when it sends them, these are applied by themselves');
  expect(screen.queryByTestId('case-fact')).toBeNull();
  expect((await screen.findByTestId('matching')).textContent).toContain('412');
});

test('case.event-held: dismissing needs a reason, is said in words first, and is recorded as a decision for no fact', async () => {
  const central = createFakeCentral();
  renderConsole(central, HELD);
  fireEvent.click(await screen.findByTestId('held-dismiss'));
  expect(screen.getByText('Write down why. Nobody can ask you in a year.')).toBeTruthy();
  fireEvent.change(screen.getByTestId('case-note'), { target: { value: 'The pallet went back.' } });
  fireEvent.click(screen.getByTestId('held-dismiss'));
  expect((await screen.findByTestId('held-consequences')).textContent).toContain('Dock 1 may send again');
  fireEvent.click(screen.getByTestId('confirm'));
  expect((await screen.findByTestId('case-resolved')).textContent).toContain('These events were dismissed');
  const sent = central.requests.filter(({ call }) => call.includes('/resolve'));
  expect(sent.map(({ body }) => body)).toEqual([{ chosen_event_id: null, note: 'The pallet went back.' }]);
});

test('case.event-held: a supervisor tries them again and reads how many could be applied', async () => {
  renderConsole(createFakeCentral(), HELD);
  fireEvent.click(await screen.findByTestId('held-retry'));
  expect(await screen.findByText('12 of 412 could be applied.')).toBeTruthy();
});

test('case.event-held: an operator reads everything and decides nothing', async () => {
  renderConsole(createFakeCentral({ role: 'operator' }), HELD);
  await screen.findByTestId('held-summary');
  expect(screen.queryByTestId('held-dismiss')).toBeNull();
  expect(screen.queryByTestId('held-retry')).toBeNull();
});
