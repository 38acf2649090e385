import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { createFakeCentral, type FakeCentral } from '../../testing/fake-central.ts';
import { renderConsole } from '../../testing/render-console.tsx';

afterEach(cleanup);

async function tryPassword(central: FakeCentral, password: string): Promise<void> {
  const tries = central.requests.filter(({ call }) => call === 'POST /api/session').length;
  fireEvent.change(screen.getByTestId('sign-in-code'), { target: { value: 'ruth' } });
  fireEvent.change(screen.getByTestId('sign-in-password'), { target: { value: password } });
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
  expect(screen.getByText('Type your password. The PIN is for stations.')).toBeTruthy();
  expect(central.requests.some(({ call }) => call === 'POST /api/session')).toBe(false);
});

test('auth.wrong-password: says so, empties the password and keeps the code', async () => {
  const central = createFakeCentral({ role: null });
  renderConsole(central);
  await screen.findByTestId('sign-in-form');
  await tryPassword(central, 'the wrong one here');
  const problem = await screen.findByTestId('problem');
  expect(problem.dataset['code']).toBe('auth.wrong-password');
  expect(problem.textContent).toContain('check both');
  expect(screen.getByTestId<HTMLInputElement>('sign-in-password').value).toBe('');
  expect(screen.getByTestId<HTMLInputElement>('sign-in-code').value).toBe('ruth');
});

test('auth.locked: says how long to wait and lets nobody try meanwhile', async () => {
  const central = createFakeCentral({ role: null });
  renderConsole(central);
  await screen.findByTestId('sign-in-form');
  for (let time = 0; time < 6; time += 1) {
    await tryPassword(central, 'the wrong one here');
    await waitFor(() => expect(screen.getByTestId('sign-in-submit').dataset['loading']).toBeUndefined());
  }
  const locked = await screen.findByTestId('sign-in-locked');
  expect(locked.textContent).toMatch(/locked here for 14:0\d/);
  expect(screen.getByTestId<HTMLButtonElement>('sign-in-submit').disabled).toBe(true);
});

test('sign-in: by badge, and the page that was asked for follows', async () => {
  const central = createFakeCentral({ role: null });
  renderConsole(central, '/stations');
  await screen.findByTestId('sign-in-form');
  fireEvent.click(screen.getByText('Badge and password'));
  fireEvent.change(await screen.findByTestId('sign-in-badge'), { target: { value: 'B-1001' } });
  fireEvent.change(screen.getByTestId('sign-in-password'), { target: { value: 'harbour lamp seven' } });
  fireEvent.submit(screen.getByTestId('sign-in-form'));
  expect(await screen.findByTestId('stations-page')).toBeTruthy();
  expect(central.requests.find(({ call }) => call === 'POST /api/session')?.body).toEqual({
    badge: 'B-1001',
    password: 'harbour lamp seven',
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

test('first password: everything that is missing or too weak is said at once, and nothing is sent', async () => {
  const central = createFakeCentral({ role: null });
  renderConsole(central);
  fireEvent.click(await screen.findByTestId('sign-in-change'));
  fireEvent.change(screen.getByTestId('new-password'), { target: { value: 'ruth' } });
  fireEvent.submit(screen.getByTestId('first-password-form'));
  for (const said of ['Type your code.', 'Type the one-time code.', 'The two are not the same.'])
    expect(screen.getByText(said)).toBeTruthy();
  expect(screen.getByText(/at least 12 characters.*anybody would guess/u)).toBeTruthy();
  expect(central.requests.some(({ call }) => call === 'POST /api/session/password')).toBe(false);
});
