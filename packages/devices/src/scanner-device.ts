import { keepOpen } from './connection.ts';
import type { DeviceParts, RunningDevice } from './device.ts';
import { framerOf } from './framers/delimited-framer.ts';
import type { Frame } from './framers/framer.ts';
import type { ScannerProfile } from './profiles/profile.ts';
import { parseLineScan } from './protocols/line-scanner.ts';

/** A scanner that is kept open; every frame becomes one scan, in order. */
export function scannerDevice(parts: DeviceParts, profile: ScannerProfile): RunningDevice {
  const { config, link, listener, newId } = parts;
  const framer = framerOf(profile.framer, profile.silence_ms);
  let silence: NodeJS.Timeout | undefined;

  const take = (frames: readonly Frame[]): void => {
    for (const frame of frames) {
      const origin = { scan_id: newId(), device_id: config.device_id, via: link.via };
      const scan = parseLineScan(frame, origin, profile.options);
      if (scan !== null) listener.scan(scan);
    }
  };

  const watchSilence = (): void => {
    clearTimeout(silence);
    const due = framer.due();
    if (due === null) return;
    silence = setTimeout(
      () => {
        take(framer.tick(Date.now()));
        watchSilence();
      },
      Math.max(1, due - Date.now()),
    );
  };

  const forget = (): void => {
    clearTimeout(silence);
    // half a code from before the plug was pulled must not begin the next one
    framer.reset();
  };

  const connection = keepOpen(link, parts.rescanMs, {
    opened: forget,
    closed: forget,
    data: (chunk) => {
      take(framer.push(chunk.bytes, chunk.at));
      watchSilence();
    },
    state: listener.state,
  });
  return { start: () => connection.start(), stop: () => connection.stop() };
}
