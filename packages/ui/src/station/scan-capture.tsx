import { useEffect } from 'react';
import { attachWedge } from '../wedge/index.ts';
import { useSession, useStation } from './station-provider.tsx';

/**
 * Takes the scans of keyboard scanners wherever the focus is, and unlocks the sound with the first key. The policy decides whether scans are
 * told from typing (`station.recognize_scanner`) and whether one without a suffix counts (`receiving.auto_enter`).
 */
export function ScanCapture(): null {
  const session = useSession();
  const policy = useStation()?.policy;
  const recognise = policy?.['station.recognize_scanner'] !== false;
  const withoutSuffix = policy?.['receiving.auto_enter'] !== false;
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
        onScan: ({ text, aim_id, caps_lock, without_suffix }) => {
          session.scanner.setState({ caps_lock, without_suffix });
          void session.submitScan({ text, via: 'wedge', aim_id });
        },
        onFault: ({ kind, text }) =>
          session.refuse(
            [{ code: kind === 'broken' ? 'ui.scan.broken' : 'ui.scan.no-suffix', params: { text } }],
            text,
          ),
      },
      { accept_without_suffix: withoutSuffix },
    );
  }, [session, recognise, withoutSuffix]);
  return null;
}
