import { readCode } from '@serialbridge/core/gs1';
import '../../../testing/dom/index.ts';
import type { IdentifiedScan } from '@serialbridge/protocol/station';
import { act, cleanup, screen, waitFor } from '@testing-library/react';
import type { ReactElement } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FAKE_DOCK, FAKE_NOW, fakeDeviceStation } from '../../../testing/index.ts';
import { renderStation, type RenderedStation } from '../../../testing/render/index.ts';
import { SETUP_CODES } from '../check-setup-scan.ts';
import { useDevices } from '../room/device-room.tsx';
import { SetupSheet } from './setup-sheet.tsx';

// Whole walks through dialogs, on a machine that does other things too.
vi.setConfig({ testTimeout: 60_000 });

let shown: RenderedStation | null = null;
afterEach(() => {
  cleanup();
  shown?.close();
});

const state = (id: string): string =>
  screen.getByTestId(`setup-code-${id}`).querySelector('[data-state]')?.getAttribute('data-state') ?? '';
const [plain, gs1] = SETUP_CODES;
const scanOf = (text: string): Partial<IdentifiedScan> => ({ text, aim_id: ']C0', without_suffix: false });

function show(): RenderedStation {
  shown = renderStation(fakeDeviceStation(), <SetupSheet scan={FAKE_DOCK.last_scan} onClose={() => undefined} />);
  return shown;
}

function Live(): ReactElement | null {
  const devices = useDevices();
  return devices === null ? null : <SetupSheet scan={devices.last_scan} onClose={() => undefined} />;
}

describe('scanner sheet', () => {
  it('each code ticks by itself when it comes as it should, and says everything that is wrong when not', async () => {
    const { session } = show();
    const scan = (text: string, aim: string | null): Promise<void> =>
      act(async () => session.submitScan({ via: 'wedge', ...readCode(`${aim ?? ''}${text}`) }));
    expect(SETUP_CODES.map(({ id }) => state(id))).toEqual(['waiting', 'waiting', 'waiting']);
    await scan(plain?.text ?? '', ']C0');
    expect(SETUP_CODES.map(({ id }) => state(id))).toEqual(['passed', 'waiting', 'waiting']);
    act(() => session.scanner.setState({ caps_lock: false, without_suffix: true }));
    await scan(gs1?.text.replace('\u001D', '') ?? '', null);
    expect(state('gs1')).toBe('failed');
    const faults = [...screen.getByTestId('setup-code-gs1').querySelectorAll('[data-code]')].map((one) =>
      one.getAttribute('data-code'),
    );
    expect(faults).toEqual(['ui.sheet.fault.control-lost', 'ui.sheet.fault.no-aim', 'ui.sheet.fault.no-suffix']);
    await scan('4006381333931', ']E0');
    expect(screen.getByText('That was another code: 4006381333931')).toBeTruthy();
  });

  it('a scan that came by the host counts too, one from before the sheet was opened does not', async () => {
    const old = { ...FAKE_DOCK.last_scan, ...scanOf(plain?.text ?? ''), at: FAKE_NOW } as IdentifiedScan;
    const fake = fakeDeviceStation({ last_scan: old });
    shown = renderStation(fake, <Live />);
    await screen.findByTestId('setup-code-plain');
    expect(state('plain')).toBe('waiting');
    act(() => fake.change('devices', { last_scan: { ...old, at: FAKE_NOW + 1 } }));
    await waitFor(() => expect(state('plain')).toBe('passed'));
  });

  it('prints settings and codes without what came of them', () => {
    show();
    const paper = document.querySelector('[data-print-sheet]');
    expect(paper?.textContent).toContain('AIM id on');
    expect(paper?.querySelectorAll('svg[role="img"]')).toHaveLength(3);
    expect(paper?.querySelector('[data-state]')).toBeNull();
  });
});
