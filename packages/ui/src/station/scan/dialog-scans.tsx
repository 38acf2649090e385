import { commandOf } from '@serialbridge/core/scan';
import { takeCode, type WantedCode } from './code-fault.ts';
import { useScanTaker, useSession } from '../session/station-provider.tsx';

export interface DialogScansProps {
  /** What the OK card does; absent: nothing to confirm. */
  readonly onOk?: () => void;
  readonly onCancel: () => void;
  /** What any other code does; absent: it is refused aloud, so that nobody goes on scanning into an open dialog. */
  readonly onCode?: (text: string) => void;
  /** What `onCode` takes a code for; another kind of code is refused by its name. */
  readonly wanted?: WantedCode;
  /** True: this very text is known to be one, whatever else it says. */
  readonly isKnown?: (text: string) => boolean;
}

/** Put inside a dialog: scans are its own as long as it is open, and the cards OK and CANCEL press its buttons. */
export function DialogScans({ onOk, onCancel, onCode, wanted = 'serial', isKnown }: DialogScansProps): null {
  const session = useSession();
  useScanTaker((scan) => {
    const { text } = scan;
    const command = commandOf(text);
    if (command === 'CANCEL') onCancel();
    else if (command === 'OK' && onOk !== undefined) onOk();
    else if (command === null && onCode !== undefined) {
      const taken = isKnown?.(text) === true ? { text } : takeCode(scan, wanted);
      if ('fault' in taken) session.refuse([taken.fault], text);
      else onCode(taken.text);
    } else session.refuse([{ code: 'ui.scan.dialog-open', params: { text } }], text);
  });
  return null;
}
