import type { DeviceRow } from '@serialbridge/protocol/station';
import { ActionButton, Dialog, FaultList } from '../../components/index.ts';
import { useT } from '../../i18n/index.ts';
import { IconTrash } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { DialogScans } from '../dialog-scans.tsx';
import { useCall } from '../use-call.ts';

/** Asks once before a device is forgotten. */
export function ForgetDialog({ device, onClose }: { device: DeviceRow; onClose: () => void }): ReactElement {
  const t = useT();
  const { call, busy, faults } = useCall('devices.remove', { aloud: false });
  const forget = (): void =>
    void call({ device_id: device.device_id }).then((done) => {
      if (done !== null) onClose();
    });
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('ui.forget.title', { name: device.name })}
      actions={
        <>
          <ActionButton label={t('ui.cancel')} keys="Esc" onAct={onClose} />
          <ActionButton
            label={t('ui.forget.do')}
            keys="F8"
            variant="filled"
            icon={<IconTrash size={20} />}
            busy={busy}
            onAct={forget}
          />
        </>
      }
    >
      <DialogScans onCancel={onClose} onOk={forget} />
      <p>{t(device.origin === 'auto' ? 'ui.forget.auto' : 'ui.forget.saved')}</p>
      <FaultList faults={faults} />
    </Dialog>
  );
}
