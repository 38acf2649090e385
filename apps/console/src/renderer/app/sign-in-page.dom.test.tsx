import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { createFakeCentral, type FakeCentral } from '../../testing/fake-central.ts';
import { renderConsole } from '../../testing/render-console.tsx';

afterEach(cleanup);

async function tryPin(central: FakeCentral, pin: string): Promise<void> {
  const tries = central.requests.filter(({ call }) => call === 'POST /api/session').length;
  fireEvent.change(screen.getByTestId('sign-in-code'), { target: { value: 'ruth' } });
  fireEvent.change(screen.getByTestId('sign-in-pin'), { target: { value: pin } });
  fireEvent.submit(screen.getByTestId('sign-in-form'));
  await waitFor(() =>
    expect(central.requests.filter(({ call }) => call === 'POST /api/session')).toHaveLength(tries + 1),
  );
}

test('sign-in: what is missing is said at both fields and nothing is sent', async () => {
  const central = createFakeCentral({ role: null });
  renderConsole(central);
  fireEvent.submit(await screen.findByTestId('sign-in-form'));
  expect(screen.getByText('Type your code.')).toBeTruthy();
  expect(screen.getByText('Type your PIN.')).toBeTruthy();
  expect(central.requests.some(({ call }) => call === 'POST /api/session')).toBe(false);
});

test('auth.wrong-pin: says so, empties the PIN and keeps the code', async () => {
  const central = createFakeCentral({ role: null });
  renderConsole(central);
  await screen.findByTestId('sign-in-form');
  await tryPin(central, '0000');
  const problem = await screen.findByTestId('problem');
  expect(problem.dataset['code']).toBe('auth.wrong-pin');
  expect(problem.textContent).toContain('check both');
  expect(screen.getByTestId<HTMLInputElement>('sign-in-pin').value).toBe('');
  expect(screen.getByTestId<HTMLInputElement>('sign-in-code').value).toBe('ruth');
});

test('auth.locked: says how long to wait and lets nobody try meanwhile', async () => {
  const central = createFakeCentral({ role: null });
  renderConsole(central);
  await screen.findByTestId('sign-in-form');
  for (let time = 0; time < 6; time += 1) {
    await tryPin(central, '0000');
    await waitFor(() => expect(screen.getByTestId('sign-in-submit').dataset['loading']).toBeUndefined());
  }
  const locked = await screen.findByTestId('sign-in-locked');
  expect(locked.textContent).toMatch(/locked for 14:0\d/);
  expect(screen.getByTestId<HTMLButtonElement>('sign-in-submit').disabled).toBe(true);
});

test('sign-in: by badge, and the page that was asked for follows', async () => {
  const central = createFakeCentral({ role: null });
  renderConsole(central, '/stations');
  await screen.findByTestId('sign-in-form');
  fireEvent.click(screen.getByText('Badge and PIN'));
  fireEvent.change(await screen.findByTestId('sign-in-badge'), { target: { value: 'B-1001' } });
  fireEvent.change(screen.getByTestId('sign-in-pin'), { target: { value: '4711' } });
  fireEvent.submit(screen.getByTestId('sign-in-form'));
  expect(await screen.findByTestId('stations-page')).toBeTruthy();
  expect(central.requests.find(({ call }) => call === 'POST /api/session')?.body).toEqual({
    badge: 'B-1001',
    pin: '4711',
  });
});

test('auth.required: a session that ended brings the sign-in back', async () => {
  const central = createFakeCentral();
  renderConsole(central, '/stations');
  await screen.findByTestId('stations-page');
  central.role = null;
  expect(await screen.findByTestId('sign-in-form')).toBeTruthy();
});

test('central.unreachable: says so instead of an empty page', async () => {
  const central = createFakeCentral();
  central.away = true;
  renderConsole(central);
  const problem = await screen.findByTestId('problem');
  expect(problem.dataset['code']).toBe('central.unreachable');
});
