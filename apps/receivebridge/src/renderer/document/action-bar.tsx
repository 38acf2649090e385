import type { ReceivingState } from '@serialbridge/protocol/station';
import { ActionButton } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import { useCall } from '@serialbridge/ui/station';
import {
  IconArrowLeft,
  IconCheck,
  IconDeviceFloppy,
  IconList,
  IconMapPin,
  IconPlaylistAdd,
  IconTrash,
} from '@tabler/icons-react';
import type { ReactElement } from 'react';
import classes from './document-screen.module.css';

export type Opened = 'mark' | 'bulk' | 'serials' | 'bin' | 'discard' | null;

export interface ActionBarProps {
  readonly state: ReceivingState;
  readonly binCode: string | null;
  /** A line is chosen. */
  readonly hasLine: boolean;
  readonly wantsSerials: boolean;
  readonly onOpen: (dialog: Opened) => void;
}

/** Everything that can be done with the open document, each with its key, always in the same place. */
export function ActionBar({ state, binCode, hasLine, wantsSerials, onOpen }: ActionBarProps): ReactElement {
  const t = useT();
  const { call: save, busy: saving } = useCall('receiving.save');
  const { call: leave } = useCall('receiving.leave');
  return (
    <div className={classes['actions']}>
      <ActionButton
        label={t('receivebridge.leave')}
        keys="Esc"
        icon={<IconArrowLeft size={20} />}
        onAct={() => void leave({})}
      />
      <ActionButton
        label={t('receivebridge.mark-received')}
        keys="F4"
        icon={<IconCheck size={20} />}
        disabled={!hasLine}
        onAct={() => onOpen('mark')}
      />
      <ActionButton
        label={t('receivebridge.bulk')}
        keys="F6"
        icon={<IconPlaylistAdd size={20} />}
        disabled={!hasLine || !wantsSerials}
        onAct={() => onOpen('bulk')}
      />
      <ActionButton
        label={t('receivebridge.serials')}
        keys="F7"
        icon={<IconList size={20} />}
        onAct={() => onOpen('serials')}
      />
      <ActionButton
        label={binCode === null ? t('receivebridge.bin') : t('receivebridge.bin-is', { code: binCode })}
        keys="F9"
        icon={<IconMapPin size={20} />}
        onAct={() => onOpen('bin')}
      />
      <ActionButton
        label={t('receivebridge.discard')}
        keys="Alt+D"
        icon={<IconTrash size={20} />}
        onAct={() => onOpen('discard')}
      />
      <span className={classes['gap']} />
      <ActionButton
        label={t('receivebridge.save')}
        keys="F8"
        variant={state.blockers.length === 0 && (state.session?.units_counted ?? 0) > 0 ? 'filled' : 'default'}
        icon={<IconDeviceFloppy size={20} />}
        busy={saving}
        onAct={() => void save({})}
      />
    </div>
  );
}
