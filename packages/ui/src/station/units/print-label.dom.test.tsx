import { readCode } from '@serialbridge/core/gs1';
import '../../testing/dom/index.ts';
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ShortcutListener } from '../../components/index.ts';
import { FakeFault, fakeDeviceStation, fakeId, type FakeStation } from '../../testing/index.ts';
import { renderStation, type RenderedStation } from '../../testing/render/index.ts';
import { FindUnit } from './find-unit.tsx';
import { PrintLabel } from './print-label.tsx';

vi.setConfig({ testTimeout: 60_000 });

let shown: RenderedStation | null = null;
afterEach(() => {
  cleanup();
  shown?.close();
});

const press = (key: string): void => void fireEvent.keyDown(document.body, { key });
const calls = (fake: FakeStation, method: string): unknown[] =>
  fake.calls.filter((call) => call.method === method).map(({ params }) => params);
const scan = (text: string): Promise<void> =>
  act(async () => shown?.session.submitScan({ via: 'wedge', ...readCode(text) }));

async function show(onClose = vi.fn<() => void>()): Promise<FakeStation> {
  const fake = fakeDeviceStation();
  shown = renderStation(
    fake,
    <>
      <ShortcutListener />
      <PrintLabel opened onClose={onClose} />
    </>,
  );
  await waitFor(() => expect(shown?.session.station.getState()).not.toBeNull());
  return fake;
}

describe('print label', () => {
  it('a scanned serial is found, its label seen, and printed as often as asked', async () => {
    const onClose = vi.fn<() => void>();
    const fake = await show(onClose);
    await scan('SN100001');
    const label = await screen.findByRole('img', { name: 'Label of SN100001' });
    expect(decodeURIComponent(label.getAttribute('src') ?? '')).toMatch(/^data:image\/svg\+xml.*<svg/u);
    expect(calls(fake, 'devices.preview_label')).toEqual([{ unit_id: fakeId(9) }]);
    fireEvent.change(screen.getByTestId('label-copies'), { target: { value: '3' } });
    press('F8');
    await waitFor(() =>
      expect(calls(fake, 'devices.print_label')).toEqual([{ unit_id: fakeId(9), device_id: 'printer-1', copies: 3 }]),
    );
    await waitFor(() => expect(onClose).toHaveBeenCalled());
  });

  it('a serial that nobody knows prints nothing', async () => {
    const fake = await show();
    await scan('SN-NOWHERE');
    expect(await screen.findByText('No unit with SN-NOWHERE')).toBeTruthy();
    press('F8');
    expect(calls(fake, 'devices.print_label')).toEqual([]);
  });

  it('a label that cannot be printed says why, and the dialog stays', async () => {
    const onClose = vi.fn<() => void>();
    const fake = await show(onClose);
    fake.answer('devices.print_label', () => {
      throw new FakeFault({ code: 'device.not-open', message: '', params: {} });
    });
    await scan('SN100001');
    await screen.findByRole('img', { name: 'Label of SN100001' });
    press('F8');
    expect(await screen.findByText(/The device is not connected/u)).toBeTruthy();
    expect(onClose).not.toHaveBeenCalled();
  });

  it('a station without a printer says that one must be set up', async () => {
    const fake = await show();
    act(() => fake.change('station', { devices: [] }));
    expect(await screen.findByText(/no label printer/u)).toBeTruthy();
  });

  it('a unit that was found can have its label printed again', async () => {
    const fake = fakeDeviceStation();
    shown = renderStation(
      fake,
      <>
        <ShortcutListener />
        <FindUnit opened onClose={() => undefined} />
      </>,
    );
    await waitFor(() => expect(shown?.session.station.getState()).not.toBeNull());
    await scan('SN100001');
    fireEvent.click(await screen.findByRole('button', { name: /Print label/u }));
    await screen.findByRole('img', { name: 'Label of SN100001' });
    press('F8');
    await waitFor(() => expect(calls(fake, 'devices.print_label')).toMatchObject([{ unit_id: fakeId(9), copies: 1 }]));
  });
});
