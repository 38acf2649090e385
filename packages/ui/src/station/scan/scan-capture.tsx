import { useEffect } from 'react';
import type { Finding } from '@serialbridge/protocol/station';
import { attachWedge, type WedgeFault } from '../../wedge/index.ts';
import { useSession, useStation } from '../session/station-provider.tsx';
import { usePolicy } from '../session/use-policy.ts';

/** What was wrong with a scan, and what to do: the sentence first, then what helps if it happens each time. */
function findingsOf(fault: WedgeFault): readonly Finding[] {
  const { text } = fault;
  if (fault.kind === 'no-suffix') return [{ code: 'ui.scan.no-suffix', params: { text } }];
  const broken = { code: 'ui.scan.broken', params: { text, context: fault.why } };
  return fault.why === 'stray' ? [broken, { code: 'ui.scan.stray-key', params: { key: fault.key } }] : [broken];
}

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
  const gsKey = usePolicy('station.scanner_gs_key');
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
        onFault: (fault) => session.refuse(findingsOf(fault), fault.text),
      },
      // Where every code ends with Enter, the silence ends none: the detector's own hold is enough to recognise typing.
      {
        accept_without_suffix: withoutSuffix,
        prefix,
        gs_key: gsKey === 'none' ? '' : gsKey,
        ...(withoutSuffix ? { burst_hold_ms: silence } : {}),
      },
    );
  }, [session, recognise, withoutSuffix, silence, prefix, gsKey]);
  return null;
}
