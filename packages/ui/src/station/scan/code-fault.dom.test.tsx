import { readCode } from '@serialbridge/core/gs1';
import '../../testing/dom/index.ts';
import { act, cleanup, screen, waitFor } from '@testing-library/react';
import type { ReactElement } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { fakeDeviceStation, type FakeStation } from '../../testing/index.ts';
import { renderStation, type RenderedStation } from '../../testing/render/index.ts';
import { SignIn } from '../sign-in/sign-in.tsx';
import { FindUnit } from '../units/find-unit.tsx';
import { PrintLabel } from '../units/print-label.tsx';
import { DialogScans } from './dialog-scans.tsx';

vi.setConfig({ testTimeout: 60_000 });

let shown: RenderedStation | null = null;
afterEach(() => {
  cleanup();
  shown?.close();
});

const scan = (text: string, via: 'wedge' | 'screen' = 'screen'): Promise<void> =>
  act(async () => shown?.session.submitScan({ via, ...readCode(text) }));
const refused = (): string | undefined => shown?.session.feedback.getState().last?.headline.code;
const finds = (fake: FakeStation): unknown[] =>
  fake.calls.filter(({ method }) => method === 'station.find_unit').map(({ params }) => params);

async function show(page: ReactElement): Promise<FakeStation> {
  const fake = fakeDeviceStation();
  shown = renderStation(fake, page);
  await waitFor(() => expect(shown?.session.station.getState()).not.toBeNull());
  return fake;
}
const nothing = (): void => undefined;

it.each([
  ['find unit', <FindUnit key="1" opened onClose={nothing} />],
  ['print label', <PrintLabel key="2" opened onClose={nothing} />],
])('%s: a code that says that it is something else is refused by that name, and nobody is asked', async (_, dialog) => {
  const fake = await show(dialog);
  await scan(']C110LOT-7');
  expect(refused()).toBe('code.lot');
  expect(screen.getByText(/lot number/u)).toBeTruthy();
  await scan('SNéàç', 'wedge');
  expect(refused()).toBe('code.keyboard-layout');
  await scan(']E04006381333931');
  expect(refused()).toBe('ui.scan.product-barcode');
  expect(finds(fake)).toEqual([]);
});

it.each([
  ['find unit', <FindUnit key="1" opened onClose={nothing} />],
  ['print label', <PrintLabel key="2" opened onClose={nothing} />],
])('%s: a shape that no unit is known by is named; a label gives its serial', async (_, dialog) => {
  const fake = await show(dialog);
  await scan('WIFI:S:Dock;;');
  expect(await screen.findByText(/code of a Wi-Fi network/u)).toBeTruthy();
  await scan(']C1010950600013435221SN100001');
  expect(finds(fake)).toEqual([{ serial: 'WIFI:S:Dock;;' }, { serial: 'SN100001' }]);
});

it('sign-in: a badge read on another keyboard layout is refused by that name and not kept', async () => {
  await show(<SignIn />);
  await scan('OP-7');
  expect(await screen.findByText(/Now your PIN/u)).toBeTruthy();
  await scan('BÀ&éç', 'wedge');
  expect(await screen.findByText(/French or Belgian layout/u)).toBeTruthy();
  expect(screen.getByTestId('sign-in-code')).toBeTruthy();
  await scan(']C100395011015300000011');
  expect(await screen.findByText(/pallet or parcel.*Scan your badge\./u)).toBeTruthy();
});

it('a dialog that wants a bin says to scan the bin', async () => {
  const taken: string[] = [];
  await show(
    <DialogScans
      wanted="bin"
      isKnown={(text) => text === '96385074'}
      onCancel={nothing}
      onCode={(text) => void taken.push(text)}
    />,
  );
  await scan(']C13024');
  expect(shown?.session.feedback.getState().last?.headline).toMatchObject({
    code: 'code.label-count',
    params: { context: 'bin' },
  });
  await scan('A-01');
  await scan(']E496385074');
  expect(taken).toEqual(['A-01', '96385074']);
});
