import { readCode } from '@serialbridge/core/gs1';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SOUNDS, SoundPlayer } from '../../sounds/index.ts';
import {
  FAKE_DEVICES,
  FAKE_PACKING,
  FAKE_RECEIVING,
  FAKE_STATION,
  fakeFeedback,
  FakeFault,
  FakeStation,
} from '../../testing/index.ts';
import { SilentSpeaker } from '../../testing/silent-speaker.ts';
import { createStationSession, type ScanInput, type ScanTaker } from './station-session.ts';

const scan = (text: string): ScanInput => ({ via: 'wedge', ...readCode(text) });

function start() {
  const fake = new FakeStation({
    station: FAKE_STATION,
    receiving: FAKE_RECEIVING,
    packing: FAKE_PACKING,
    devices: FAKE_DEVICES,
  });
  const speaker = new SilentSpeaker();
  const session = createStationSession(fake.port, new SoundPlayer(speaker));
  const close = session.open();
  return { fake, speaker, session, close };
}

afterEach(() => {
  document.documentElement.removeAttribute('data-last-sound');
});

describe('station session', () => {
  it('host.unavailable: a scan while the host is away is refused aloud and reaches nobody', async () => {
    const { fake, speaker, session } = start();
    fake.setStatus({ state: 'lost', faults: [] });
    await session.submitScan(scan('SN1'));
    expect(fake.calls).toEqual([]);
    expect(session.feedback.getState().last).toMatchObject({
      level: 'refused',
      text: 'SN1',
      headline: { code: 'host.unavailable' },
    });
    expect(speaker.played).toEqual([SOUNDS.refused]);
    expect(document.documentElement.dataset['lastSound']).toBe('refused');
  });

  it('host.unavailable: a scan that was cut off says that it may have been taken', async () => {
    const { fake, session } = start();
    fake.answer('scan.submit', () => {
      throw new FakeFault({ code: 'host.unavailable', message: 'cut', params: { unanswered: true } });
    });
    await session.submitScan(scan('SN1'));
    expect(session.feedback.getState().last?.headline.code).toBe('host.unavailable_unanswered');
  });

  it('a verdict that comes as result and as signal is shown and sounded once', async () => {
    const { fake, speaker, session } = start();
    const verdict = fakeFeedback('accepted', 'SN1', { code: 'receiving.serial-accepted', params: {} });
    fake.answer('scan.submit', () => {
      fake.signal(verdict);
      return { feedback: verdict };
    });
    await session.submitScan(scan('SN1'));
    expect(speaker.played).toEqual([SOUNDS.accepted]);
    expect(session.feedback.getState()).toEqual({ last: verdict, pending: 0 });
  });

  it('every fault of a failed scan is shown', async () => {
    const { fake, session } = start();
    fake.answer('scan.submit', () => {
      throw new FakeFault({ code: 'a', message: 'first', params: {} }, { code: 'b', message: 'second', params: {} });
    });
    await session.submitScan(scan('SN1'));
    const { last } = session.feedback.getState();
    expect([last?.headline.code, ...(last?.findings ?? []).map(({ code }) => code)]).toEqual(['a', 'b']);
  });

  it('the newest taker gets the scans, and the host none of them', async () => {
    const { fake, session } = start();
    const [older, newer] = [vi.fn<ScanTaker>(), vi.fn<ScanTaker>()];
    session.takeScans(older);
    const release = session.takeScans(newer);
    await session.submitScan(scan('A'));
    release();
    await session.submitScan(scan('B'));
    expect(newer.mock.calls.map(([{ text }]) => text)).toEqual(['A']);
    expect(older.mock.calls.map(([{ text }]) => text)).toEqual(['B']);
    expect(fake.calls).toEqual([]);
  });

  it('stores follow the host, and stop when closed', () => {
    const { fake, session, close } = start();
    fake.change('station', { open_cases: 4 });
    expect(session.station.getState()?.open_cases).toBe(4);
    close();
    fake.change('station', { open_cases: 9 });
    expect(session.station.getState()?.open_cases).toBe(4);
  });
});
