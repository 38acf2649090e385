import { useEffect } from 'react';
import { attachWedge } from '../../wedge/index.ts';
import { useSession, useStation } from '../session/station-provider.tsx';
import { usePolicy } from '../session/use-policy.ts';

/**
 * Takes the scans of keyboard scanners wherever the focus is, and unlocks the sound with the first key. The policy decides whether scans are
 * kept apart from typing (`station.recognize_scanner`), whether one without a suffix counts (`receiving.auto_enter`, `packing.input_type`) and after
 * which silence (`*.scan_silence_ms`).
 */
export function ScanCapture(): null {
  const session = useSession();
  const packing = useStation()?.app === 'shipbridge';
  const recognise = usePolicy('station.recognize_scanner');
  const inputType = usePolicy('packing.input_type');
  const autoEnter = usePolicy('receiving.auto_enter');
  // "Keyboard" at packing and no "auto enter" at receiving say the same: only Enter submits.
  const withoutSuffix = packing ? inputType !== 'keyboard' : autoEnter;
  const silence = usePolicy(packing ? 'packing.scan_silence_ms' : 'receiving.scan_silence_ms');
  const prefix = usePolicy('station.scanner_prefix');
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
      // Where every code ends with Enter, the silence ends none: the detector's own hold is enough to recognise typing.
      {
        accept_without_suffix: withoutSuffix,
        prefix,
        ...(withoutSuffix ? { burst_hold_ms: silence } : {}),
      },
    );
  }, [session, recognise, withoutSuffix, silence, prefix]);
  return null;
}
