import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { createFakeCentral, type FakeCentral } from '../../../testing/fake-central.ts';
import { renderConsole } from '../../../testing/render-console.tsx';

afterEach(cleanup);

/** Opens the dialog of the first paired station. */
async function open(): Promise<FakeCentral> {
  const central = createFakeCentral();
  renderConsole(central, '/stations');
  const [name = ''] = central.data.stations.filter(({ state }) => state === 'paired').map((row) => row.name);
  fireEvent.click(await screen.findByLabelText(new RegExp(name, 'u'), { selector: '[data-testid="station-actions"]' }));
  fireEvent.click(await screen.findByTestId('station-revoke'));
  await screen.findByTestId('pins-on');
  return central;
}

const revoked = ({ requests }: FakeCentral): unknown[] =>
  requests.filter(({ call }) => call.endsWith('/revoke')).map(({ body }) => body);

test('pin.expire: whoever revokes a station reads whose PINs lie on it, and takes them away with it', async () => {
  const central = await open();
  for (const { name, code } of central.data.operators.slice(0, 3))
    expect(screen.getByTestId('pins-on').textContent).toContain(`${name} (${code})`);
  fireEvent.click(screen.getByTestId('expire-pins'));
  fireEvent.click(screen.getByTestId('confirm'));
  await waitFor(() => expect(revoked(central)).toEqual([{ expire_pins: true }]));
});

test('pin.expire: the PINs stay unless that is asked', async () => {
  const central = await open();
  fireEvent.click(screen.getByTestId('confirm'));
  await waitFor(() => expect(revoked(central)).toEqual([{ expire_pins: false }]));
});
