import type { Finding } from '@serialbridge/protocol/station';
import { takeCode } from '../scan/code-fault.ts';
import type { ScanInput } from '../session/station-session.ts';

/** The badge's text; null where the scan says that it is something else. Says so, or that nothing is wrong any more. */
export function takeBadge(scan: ScanInput, onFault: (fault: Finding | null) => void): string | null {
  const taken = takeCode(scan, 'badge');
  onFault('fault' in taken ? taken.fault : null);
  return 'fault' in taken ? null : taken.text;
}
