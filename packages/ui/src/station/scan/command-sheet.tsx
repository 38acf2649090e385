import { commandText, type ScanCommand } from '@serialbridge/core/scan';
import { IconPrinter } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { createPortal } from 'react-dom';
import { ActionButton, Barcode, Dialog } from '../../components/index.ts';
import { useT } from '../../i18n/index.ts';
import classes from './command-sheet.module.css';
import { DialogScans } from './dialog-scans.tsx';

export const RECEIVING_COMMANDS: readonly ScanCommand[] = ['UNDO', 'SAVE', 'NEXT', 'OK', 'CANCEL', 'SIGNOUT'];
export const PACKING_COMMANDS: readonly ScanCommand[] = [
  'UNDO',
  'BOX',
  'WEIGH',
  'SHIP',
  'NEXT',
  'OK',
  'CANCEL',
  'SIGNOUT',
];

function Cards({ commands }: { commands: readonly ScanCommand[] }): ReactElement {
  const t = useT();
  return (
    <ul className={classes['cards']}>
      {commands.map((command) => (
        <li key={command} className={classes['card']}>
          <strong>{t(`ui.command.${command}`)}</strong>
          <span>{t(`ui.command.${command}.meaning`)}</span>
          <Barcode text={commandText(command)} height={72} />
          <code>{commandText(command)}</code>
        </li>
      ))}
    </ul>
  );
}

/** Barcodes that act like keys, to be printed and hung beside the bench: the scanner never has to be put down. */
export function CommandSheet({
  opened,
  onClose,
  commands,
}: {
  opened: boolean;
  onClose: () => void;
  commands: readonly ScanCommand[];
}): ReactElement {
  const t = useT();
  return (
    <>
      <Dialog
        opened={opened}
        onClose={onClose}
        title={t('ui.commands.title')}
        width="60rem"
        actions={
          <ActionButton
            label={t('ui.print')}
            keys="Ctrl+P"
            variant="filled"
            icon={<IconPrinter size={20} />}
            onAct={() => window.print()}
          />
        }
      >
        <DialogScans onCancel={onClose} />
        <Cards commands={commands} />
      </Dialog>
      {opened
        ? createPortal(
            <div className={classes['paper']} data-print-sheet>
              <h1>{t('ui.commands.title')}</h1>
              <Cards commands={commands} />
            </div>,
            document.body,
          )
        : null}
    </>
  );
}
