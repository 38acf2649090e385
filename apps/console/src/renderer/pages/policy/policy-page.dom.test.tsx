import { describePolicy } from '@serialbridge/core/policy';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { createFakeCentral } from '../../../testing/fake-central.ts';
import { renderConsole } from '../../../testing/render-console.tsx';

afterEach(cleanup);

const source = (): string => screen.getByTestId('policy-source-receiving.require_unique_serial').textContent;

test('policy: every built option of the declaration stands in one group and in one only', async () => {
  renderConsole(createFakeCentral(), '/policy');
  const groups = await screen.findAllByTestId(/^policy-group-/);
  const seen: string[] = [];
  for (const group of groups) {
    fireEvent.click(group);
    for (const option of screen.getAllByTestId('policy-option')) seen.push(option.dataset['key'] ?? '');
  }
  const built = describePolicy().filter((option) => option.built);
  expect(seen.toSorted()).toEqual(built.map(({ key }) => key as string).toSorted());
});

test('policy: the effective value says where it comes from, at each level', async () => {
  renderConsole(createFakeCentral(), '/policy');
  await screen.findAllByTestId('policy-option');
  expect(source()).toBe('Set here');
  fireEvent.click(within(screen.getByTestId('policy-level')).getByText('Station'));
  await waitFor(() => expect(source()).toBe('From the warehouse'));
  expect(screen.getByTestId('policy-source-receiving.auto_enter').textContent).toBe('Default');
});

test('policy: a changed option is sent once, at its level, when saved', async () => {
  const central = createFakeCentral();
  renderConsole(central, '/policy');
  fireEvent.click(await screen.findByTestId('policy-value-receiving.auto_enter'));
  expect(screen.getByTestId('policy-source-receiving.auto_enter').textContent).toBe('Not saved yet');
  fireEvent.click(screen.getByTestId('policy-save'));
  await waitFor(() => expect(screen.getByTestId('policy-source-receiving.auto_enter').textContent).toBe('Set here'));
  const sent = central.requests.filter(({ call }) => call === 'POST /api/policy');
  expect(sent.map(({ body }) => body)).toEqual([
    { changes: [{ level: 'tenant', level_id: '', key: 'receiving.auto_enter', value: false }] },
  ]);
});

test('policy: who may not change an option sees why', async () => {
  renderConsole(createFakeCentral({ role: 'operator' }), '/policy');
  const control = await screen.findByTestId('policy-value-receiving.auto_enter');
  expect((control as HTMLInputElement).disabled).toBe(true);
  expect(screen.getAllByText(/^This needs the right “Change options/u).length).toBeGreaterThan(0);
});
