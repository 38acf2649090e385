import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { SignInLock } from '@serialbridge/protocol/central';
import { createFakeCentral } from '../../../testing/fake-central.ts';
import { FAKE_ID, NOW } from '../../../testing/fake-data.ts';
import { renderConsole } from '../../../testing/render-console.tsx';

afterEach(cleanup);

const locked = (more: Partial<SignInLock>): SignInLock => ({
  operator_id: FAKE_ID.operator(1),
  name: 'Hugo Brandt',
  address: null,
  known_device: false,
  locked_until: NOW + 900_000,
  ...more,
});

test('auth.locked: the first page says who is kept out, and where', async () => {
  const central = createFakeCentral();
  central.data.locks.push(
    locked({ address: '192.0.2.7' }),
    locked({ name: 'Ida Moss' }),
    locked({ name: 'Jon Reed', known_device: true }),
  );
  renderConsole(central, '/');
  const lines = await screen.findByTestId('sign-in-locks');
  expect([...lines.querySelectorAll('p')].map(({ textContent }) => textContent?.replace(/ until .*/u, ''))).toEqual([
    'Wrong passwords: Hugo Brandt cannot sign in from 192.0.2.7',
    'Wrong passwords: Ida Moss cannot sign in at browsers that were never used for it',
    'Wrong passwords: Jon Reed cannot sign in at a browser used before',
  ]);
});

test('auth.locked: without a lock the first page says nothing of locks', async () => {
  renderConsole(createFakeCentral(), '/');
  await screen.findByTestId('backup-line');
  expect(screen.queryByTestId('sign-in-locks')).toBeNull();
});
