import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { createFakeCentral } from '../../../testing/fake-central.ts';
import { renderConsole } from '../../../testing/render-console.tsx';

afterEach(cleanup);

test('fingerprint: the page of stations shows the key of central, and a pairing code stands beside it', async () => {
  renderConsole(createFakeCentral(), '/stations');
  const line = await screen.findByTestId('central-key');
  expect(line.textContent).toContain('3f2a 91bc 0d4e 77a8');
  expect(line.textContent).toContain('paired with another central');
  const [actions] = await screen.findAllByTestId('station-actions');
  if (actions !== undefined) fireEvent.click(actions);
  fireEvent.click(await screen.findByTestId('station-pair'));
  fireEvent.click(await screen.findByRole('button', { name: 'New pairing code' }));
  expect((await screen.findByTestId('pairing-code')).textContent).toBe('ABCD-EFGH');
  expect((await screen.findByTestId('pairing-fingerprint')).textContent).toBe('3f2a 91bc 0d4e 77a8');
});
