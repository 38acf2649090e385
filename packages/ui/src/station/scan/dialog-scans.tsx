import { commandOf } from '@serialbridge/core/scan';
import type { Finding } from '@serialbridge/protocol/station';
import { useEffect, useState, type ReactElement } from 'react';
import { FaultList } from '../../components/index.ts';
import { takeCode, type WantedCode } from './code-fault.ts';
import { useScanTaker, useSession } from '../session/station-provider.tsx';

export interface DialogScansProps {
  /** What the OK card does; absent: nothing to confirm. */
  readonly onOk?: () => void;
  readonly onCancel: () => void;
  /**
   * What any other code does, and what it has against it, if so; absent: it is refused aloud, so that nobody goes on scanning into an open
   * dialog.
   */
  readonly onCode?: (text: string) => Finding | null | void;
  /** What `onCode` takes a code for; another kind of code is refused by its name. */
  readonly wanted?: WantedCode;
  /** True: this very text is known to be one, whatever else it says. */
  readonly isKnown?: (text: string) => boolean;
}

/**
 * Put inside a dialog: scans are its own as long as it is open, and the cards OK and CANCEL press its buttons. Why it did not take a code stands
 * in it, because the banner is behind it.
 */
export function DialogScans({
  onOk,
  onCancel,
  onCode,
  wanted = 'serial',
  isKnown,
}: DialogScansProps): ReactElement | null {
  const session = useSession();
  const [fault, setFault] = useState<Finding | null>(null);
  useScanTaker((scan) => {
    const { text } = scan;
    const command = commandOf(text);
    if (command === 'CANCEL') return onCancel();
    if (command === 'OK' && onOk !== undefined) return onOk();
    if (command !== null || onCode === undefined) {
      return session.refuse([{ code: 'ui.scan.dialog-open', params: { text } }], text);
    }
    const taken = isKnown?.(text) === true ? { text } : takeCode(scan, wanted);
    const found = 'fault' in taken ? taken.fault : (onCode(taken.text) ?? null);
    setFault(found);
    if (found !== null) session.refuse([found], text);
  });
  useEffect(() => {
    if (fault === null) return undefined;
    // What is typed next is another matter.
    const clear = (): void => setFault(null);
    document.addEventListener('input', clear);
    return () => document.removeEventListener('input', clear);
  }, [fault]);
  return fault === null ? null : <FaultList faults={[fault]} />;
}
