import { ActionButton, Dialog, FaultList } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import { DialogScans, useCall } from '@serialbridge/ui/station';
import { IconPackageOff } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import classes from './dialogs.module.css';
import { Reasons } from './reasons.tsx';

const REASONS = [
  'shipbridge.reason.order-changed',
  'shipbridge.reason.wrong-order',
  'shipbridge.reason.goods-damaged',
  'shipbridge.reason.repack',
];

function Form({ onClose }: { onClose: () => void }): ReactElement {
  const t = useT();
  const { call, busy, faults } = useCall('packing.discard', { aloud: false });
  const [reason, setReason] = useState('');
  const discard = async (): Promise<void> => {
    if (reason !== '' && (await call({ reason })) !== null) onClose();
  };
  return (
    <div className={classes['form']} data-testid="discard-dialog">
      <DialogScans onOk={() => void discard()} onCancel={onClose} />
      <p className={classes['note']}>{t('shipbridge.discard.meaning')}</p>
      <Reasons reasons={REASONS} onReason={setReason} />
      <FaultList faults={faults} />
      <div className={classes['actions']}>
        <ActionButton label={t('ui.cancel')} keys="Esc" onAct={onClose} />
        <ActionButton
          label={t('shipbridge.unpack-all')}
          keys="F8"
          variant="filled"
          color="red"
          icon={<IconPackageOff size={20} />}
          disabled={reason === ''}
          busy={busy}
          onAct={() => void discard()}
          data-testid="discard-confirm"
        />
      </div>
    </div>
  );
}

/** Everything out of every box that has not left; the record of it stays, with the reason. */
export function DiscardDialog({
  opened,
  number,
  onClose,
}: {
  opened: boolean;
  number: string;
  onClose: () => void;
}): ReactElement {
  const t = useT();
  return (
    <Dialog opened={opened} onClose={onClose} title={t('shipbridge.discard.title', { number })} width="40rem">
      <Form onClose={onClose} />
    </Dialog>
  );
}
