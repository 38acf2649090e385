import type { ScanVia } from '@serialbridge/core/scan';
import type { Finding } from '@serialbridge/protocol/station';
import { keepOpen } from './running/connection.ts';
import type { DeviceParts, RunningDevice } from './running/device.ts';
import { framerOf } from './framers/delimited-framer.ts';
import type { Frame, Framer } from './framers/framer.ts';
import { type Link, type LinkFacts, NO_FACTS } from './links/link.ts';
import { type HidPosDropped, hidPosFramer } from './protocols/hid/hid-pos-framer.ts';
import type { ScannerProfile } from './profiles/profile.ts';
import { parseLineScan } from './protocols/line-scanner.ts';

/** Cuts what the scanner sends into codes; `facts` matter to HID scanners only. */
function scannerFramer(
  profile: ScannerProfile,
  { report_descriptor }: LinkFacts,
  onDropped: (dropped: HidPosDropped) => void,
): Framer {
  if (profile.protocol === 'line-scanner') return framerOf(profile.framer, profile.silence_ms);
  return hidPosFramer({ layout: profile.options.layout, report_descriptor, onDropped });
}

const viaOf = (link: Link): ScanVia => (link.via === 'cups' || link.via === 'spooler' ? 'usb' : link.via);

/** A scanner that is kept open; every frame becomes one scan, in order. */
export function scannerDevice(parts: DeviceParts, profile: ScannerProfile): RunningDevice {
  const { config, link, listener, newId } = parts;
  /** Half a code is no code, and the person who scanned it is told: a scan never vanishes without a word. */
  const dropped = ({ why, raw, at }: HidPosDropped): void => {
    const meaning = { code: 'device.trace.dropped', params: { why } };
    listener.trace({ at, direction: 'in', bytes: raw, meaning });
    listener.broken({ code: 'device.scan-broken', params: { name: config.name } });
  };
  let framer = scannerFramer(profile, NO_FACTS, dropped);
  let silence: NodeJS.Timeout | undefined;

  const take = (frame: Frame): Finding => {
    const origin = { scan_id: newId(), device_id: config.device_id, via: viaOf(link) };
    const scan = parseLineScan(frame, origin, profile.options);
    if (scan === null) return { code: 'device.trace.empty', params: {} };
    listener.scan(scan);
    const { text, aim_id, symbology } = scan;
    return { code: 'device.trace.scan', params: { text, aim_id, symbology } };
  };

  /** The scan first, what is shown of it after: a verdict never waits for the device screen. */
  const takeAll = (frames: readonly Frame[]): void => {
    for (const frame of frames) {
      const meaning = take(frame);
      listener.trace({ at: frame.ended, direction: 'in', bytes: frame.raw, meaning });
    }
  };

  const watchSilence = (): void => {
    clearTimeout(silence);
    const due = framer.due();
    if (due === null) return;
    silence = setTimeout(
      () => {
        takeAll(framer.tick(Date.now()));
        watchSilence();
      },
      Math.max(1, due - Date.now()),
    );
  };

  const forget = (facts: LinkFacts): void => {
    clearTimeout(silence);
    // half a code from before the plug was pulled must not begin the next one
    framer = scannerFramer(profile, facts, dropped);
  };

  /** One after the other: some scanners want them in their order. One that refuses its report may send all the same. */
  const prepare = async (): Promise<void> => {
    if (profile.protocol !== 'hid-pos') return;
    for (const hex of profile.options.feature_on_open) {
      const bytes = Buffer.from(hex, 'hex');
      const refused = await link.sendFeature?.(bytes).then(
        () => null,
        (error: unknown): Finding => ({ code: 'device.trace.feature-refused', params: { reason: String(error) } }),
      );
      listener.trace({ at: Date.now(), direction: 'out', bytes, meaning: refused ?? null });
    }
  };

  const connection = keepOpen(link, parts.rescanMs, {
    opened: (facts) => {
      forget(facts);
      void prepare();
    },
    closed: () => forget(NO_FACTS),
    data: (chunk) => {
      const frames = framer.push(chunk.bytes, chunk.at);
      takeAll(frames);
      if (frames.length === 0) listener.trace({ at: chunk.at, direction: 'in', bytes: chunk.bytes, meaning: null });
      watchSilence();
    },
    state: listener.state,
  });
  return { start: () => connection.start(), stop: () => connection.stop() };
}
