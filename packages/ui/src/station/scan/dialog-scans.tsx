import { commandOf } from '@serialbridge/core/scan';
import { useScanTaker, useSession } from '../session/station-provider.tsx';

export interface DialogScansProps {
  /** What the OK card does; absent: nothing to confirm. */
  readonly onOk?: () => void;
  readonly onCancel: () => void;
  /** What any other code does; absent: it is refused aloud, so that nobody goes on scanning into an open dialog. */
  readonly onCode?: (text: string) => void;
}

/** Put inside a dialog: scans are its own as long as it is open, and the cards OK and CANCEL press its buttons. */
export function DialogScans({ onOk, onCancel, onCode }: DialogScansProps): null {
  const session = useSession();
  useScanTaker(({ text }) => {
    const command = commandOf(text);
    if (command === 'CANCEL') onCancel();
    else if (command === 'OK' && onOk !== undefined) onOk();
    else if (command === null && onCode !== undefined) onCode(text);
    else session.refuse([{ code: 'ui.scan.dialog-open', params: { text } }], text);
  });
  return null;
}
