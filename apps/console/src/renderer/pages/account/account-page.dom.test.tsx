import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { createFakeCentral, type FakeCentral } from '../../../testing/fake-central.ts';
import { renderConsole } from '../../../testing/render-console.tsx';

afterEach(cleanup);

const type = (test_id: string, value: string): void => {
  fireEvent.change(screen.getByTestId(test_id), { target: { value } });
};
const sent = (central: FakeCentral): string[] =>
  central.requests.map(({ call }) => call).filter((call) => !call.startsWith('GET'));

test('account: the new PIN is typed twice, and one that differs is not sent', async () => {
  const central = createFakeCentral();
  renderConsole(central, '/account');
  fireEvent.click(await screen.findByTestId('change-pin'));
  fireEvent.click(await screen.findByTestId('pin-save'));
  expect(await screen.findByText('This must be filled in.')).toBeTruthy();
  type('new-pin', '482915');
  type('new-pin-again', '482951');
  fireEvent.click(screen.getByTestId('pin-save'));
  expect(await screen.findByText('The two are not the same.')).toBeTruthy();
  expect(sent(central)).toEqual([]);
});

test('account: an empty password dialog says what must be filled in, and nothing is sent', async () => {
  const central = createFakeCentral();
  renderConsole(central, '/account');
  fireEvent.click(await screen.findByTestId('change-password'));
  fireEvent.click(await screen.findByTestId('password-save'));
  expect(await screen.findAllByText('This must be filled in.')).toHaveLength(2);
  expect(sent(central)).toEqual([]);
});
