import { Textarea } from '@mantine/core';
import { ActionButton, Dialog, FaultList } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import { DialogScans, useCall } from '@serialbridge/ui/station';
import { IconTrash } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import classes from './document-screen.module.css';

function Form({ units, onClose }: { units: number; onClose: () => void }): ReactElement {
  const t = useT();
  const { call, busy, faults } = useCall('receiving.discard', { aloud: false });
  const [reason, setReason] = useState('');
  const discard = async (): Promise<void> => {
    if ((await call({ reason: reason.trim() })) !== null) onClose();
  };
  return (
    <>
      <DialogScans onCancel={onClose} />
      <p>{t('receivebridge.discard.meaning', { count: units })}</p>
      <Textarea
        data-autofocus
        label={t('receivebridge.discard.reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        rows={3}
      />
      <FaultList faults={faults} />
      <div className={classes['mark-actions']}>
        <ActionButton label={t('ui.cancel')} keys="Esc" onAct={onClose} />
        <ActionButton
          label={t('receivebridge.discard.do')}
          keys="F8"
          color="red"
          icon={<IconTrash size={20} />}
          busy={busy}
          disabled={reason.trim() === ''}
          onAct={() => void discard()}
        />
      </div>
    </>
  );
}

/** Throws the unsaved session away; its events stay, with the reason. */
export function DiscardDialog({
  opened,
  units,
  onClose,
}: {
  opened: boolean;
  units: number;
  onClose: () => void;
}): ReactElement {
  const t = useT();
  return (
    <Dialog opened={opened} onClose={onClose} title={t('receivebridge.discard.title')} width="36rem">
      <Form units={units} onClose={onClose} />
    </Dialog>
  );
}
