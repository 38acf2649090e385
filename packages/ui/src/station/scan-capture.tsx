import { useEffect } from 'react';
import { attachWedge } from '../wedge/index.ts';
import { useSession, useStation } from './station-provider.tsx';

/**
 * Takes the scans of keyboard scanners wherever the focus is, and unlocks the sound with the first key. The policy decides whether scans are
 * told from typing (`station.recognize_scanner`), whether one without a suffix counts (`receiving.auto_enter`, `packing.input_type`) and after
 * which silence (`*.scan_silence_ms`).
 */
export function ScanCapture(): null {
  const session = useSession();
  const station = useStation();
  const { app, policy } = station ?? {};
  const recognise = policy?.['station.recognize_scanner'] !== false;
  const packing = app === 'shipbridge';
  // "Keyboard" at packing and no "auto enter" at receiving say the same: only Enter submits.
  const withoutSuffix = packing
    ? policy?.['packing.input_type'] !== 'keyboard'
    : policy?.['receiving.auto_enter'] !== false;
  const silence = policy?.[packing ? 'packing.scan_silence_ms' : 'receiving.scan_silence_ms'];
  const prefix = policy?.['station.scanner_prefix'];
  useEffect(() => {
    const unlock = (): void => session.sounds.unlock();
    window.addEventListener('keydown', unlock, { capture: true });
    window.addEventListener('pointerdown', unlock, { capture: true });
    return () => {
      window.removeEventListener('keydown', unlock, { capture: true });
      window.removeEventListener('pointerdown', unlock, { capture: true });
    };
  }, [session]);
  useEffect(() => {
    if (!recognise) return undefined;
    return attachWedge(
      {
        onScan: ({ caps_lock, without_suffix, ...code }) => {
          session.scanner.setState({ caps_lock, without_suffix });
          void session.submitScan({ via: 'wedge', ...code });
        },
        onFault: ({ kind, text }) =>
          session.refuse(
            [{ code: kind === 'broken' ? 'ui.scan.broken' : 'ui.scan.no-suffix', params: { text } }],
            text,
          ),
      },
      // Where every code ends with Enter, the silence ends none: the detector's own hold is enough to tell typing.
      {
        accept_without_suffix: withoutSuffix,
        ...(typeof prefix === 'string' ? { prefix } : {}),
        ...(withoutSuffix && typeof silence === 'number' ? { burst_hold_ms: silence } : {}),
      },
    );
  }, [session, recognise, withoutSuffix, silence, prefix]);
  return null;
}
