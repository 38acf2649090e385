import '../../testing/dom/index.ts';
import { readCode } from '@serialbridge/core/gs1';
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  FAKE_DEVICES,
  FAKE_PACKING,
  FAKE_RECEIVING,
  FAKE_STATION,
  FakeFault,
  FakeStation,
} from '../../testing/index.ts';
import { renderFrame, type RenderedStation } from '../../testing/render/index.ts';

let view: RenderedStation;
let fake: FakeStation;
beforeEach(async () => {
  fake = new FakeStation({
    station: { ...FAKE_STATION, operator: null },
    receiving: FAKE_RECEIVING,
    packing: FAKE_PACKING,
    devices: FAKE_DEVICES,
  });
  view = renderFrame(fake);
  await screen.findByTestId('sign-in-pin');
});
afterEach(() => {
  view.close();
  cleanup();
});

const type = (test_id: string, value: string): void => {
  fireEvent.change(screen.getByTestId(test_id), { target: { value } });
};

it('pin.change: a person changes the own PIN with badge and keypad, and a new PIN that differs is not sent', async () => {
  fireEvent.click(screen.getByTestId('sign-in-change-pin'));
  await act(() => view.session.submitScan({ via: 'wedge', ...readCode('BADGE-7') }));
  type('change-pin-pin', '4826');
  type('change-pin-new_pin', '9071');
  type('change-pin-again', '9072');
  fireEvent.click(screen.getByTestId('change-pin-submit'));
  await screen.findByText('The two new PINs differ. Type the new one twice.');
  expect(fake.calls.filter(({ method }) => method === 'station.change_pin')).toEqual([]);
  fireEvent.focus(screen.getByTestId('change-pin-new_pin'));
  for (const digit of ['9', '0', '7', '1']) fireEvent.click(screen.getByRole('button', { name: digit }));
  fireEvent.focus(screen.getByTestId('change-pin-again'));
  for (const digit of ['9', '0', '7', '1']) fireEvent.click(screen.getByRole('button', { name: digit }));
  fireEvent.click(screen.getByTestId('change-pin-submit'));
  await waitFor(() =>
    expect(fake.calls.at(-1)).toEqual({
      method: 'station.change_pin',
      params: { badge: 'BADGE-7', pin: '4826', new_pin: '9071' },
    }),
  );
});

it('auth.pin-must-change: the sign-in goes on to a new PIN by itself, with what was typed', async () => {
  fake.answer('station.sign_in', () => {
    throw new FakeFault({ code: 'auth.pin-must-change', message: 'Choose a new one.', params: {} });
  });
  type('sign-in-code', '101');
  type('sign-in-pin', '4826');
  fireEvent.click(screen.getByTestId('sign-in-submit'));
  await screen.findByText('Choose a new PIN');
  type('change-pin-new_pin', '9071');
  type('change-pin-again', '9071');
  fireEvent.click(screen.getByTestId('change-pin-submit'));
  await waitFor(() =>
    expect(fake.calls.at(-1)).toEqual({
      method: 'station.change_pin',
      params: { code: '101', pin: '4826', new_pin: '9071' },
    }),
  );
});
