import type { DeviceRow, DevicesState } from '@serialbridge/protocol/station';
import { IconPencil, IconSettings, IconTrash } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactElement, type Ref, useState } from 'react';
import { ActionButton, Dialog, FaultList, Panel, Tag } from '../../../components/index.ts';
import { useT } from '../../../i18n/index.ts';
import classes from './device-detail.module.css';
import { DeviceState, EntryIcon, troubleOf } from '../device-row.tsx';
import { Diagnostics } from './diagnostics.tsx';
import type { Entry } from '../entries.ts';
import { linkWords } from '../link-words.ts';
import { PrinterDetail } from './printer-detail.tsx';
import { ScaleDetail } from './scale-detail.tsx';
import { ScannerDetail } from './scanner-detail.tsx';
import { Simulator } from './simulator.tsx';
import { TraceList } from './trace-list.tsx';
import { DialogScans } from '../../scan/dialog-scans.tsx';
import { useRight } from '../../session/use-right.ts';
import { useCall } from '../../session/use-call.ts';

/** Asks once before a device is forgotten. */
function ForgetDialog({ device, onClose }: { device: DeviceRow; onClose: () => void }): ReactElement {
  const t = useT();
  const { call, busy, faults } = useCall('devices.remove', { aloud: false });
  const forget = async (): Promise<void> => {
    if ((await call({ device_id: device.device_id })) !== null) onClose();
  };
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
            onAct={() => void forget()}
          />
        </>
      }
    >
      <DialogScans onCancel={onClose} onOk={() => void forget()} />
      <p>{t(device.origin === 'auto' ? 'ui.forget.auto' : 'ui.forget.saved')}</p>
      <FaultList faults={faults} />
    </Dialog>
  );
}

export interface DeviceDetailProps {
  readonly entry: Entry;
  readonly state: DevicesState;
  /** Sets up what is attached, or changes what is set up. */
  readonly onSetUp: () => void;
  /** Gets the focus when the row is opened. */
  readonly ref: Ref<HTMLHeadingElement>;
}

function DeviceActions({ device, onChange }: { device: DeviceRow; onChange: () => void }): ReactElement {
  const t = useT();
  const [forgetting, setForgetting] = useState(false);
  const maySetUp = useRight('devices.set-up');
  if (device.origin === 'start') return <p className={classes['fixed']}>{t('ui.devices.origin.start.hint')}</p>;
  if (!maySetUp) return <p className={classes['fixed']}>{t('ui.devices.ask')}</p>;
  return (
    <>
      <ActionButton label={t('ui.devices.change')} keys="F2" icon={<IconPencil size={20} />} onAct={onChange} />
      <ActionButton
        label={t('ui.devices.forget')}
        keys="Delete"
        icon={<IconTrash size={20} />}
        onAct={() => setForgetting(true)}
      />
      {forgetting ? <ForgetDialog device={device} onClose={() => setForgetting(false)} /> : null}
    </>
  );
}

function Used({ device, state }: { device: DeviceRow; state: DevicesState }): ReactElement {
  const trouble = troubleOf(device);
  const { device_id: id } = device;
  const scan = state.last_scan?.device_id === id ? state.last_scan : null;
  return (
    <>
      {trouble === null ? null : (
        <div className={classes['trouble']}>
          <FaultList faults={[trouble]} />
        </div>
      )}
      {device.kind === 'scanner' ? <ScannerDetail scan={scan} /> : null}
      {device.kind === 'scale' ? (
        <ScaleDetail key={`scale ${id}`} device={device} testing={state.testing.includes(id)} />
      ) : null}
      {device.kind === 'printer' ? <PrinterDetail key={`printer ${id}`} device={device} /> : null}
      {device.simulated ? <Simulator key={`simulator ${id}`} device={device} /> : null}
      <TraceList traces={state.traces.filter((trace) => trace.device_id === id)} />
    </>
  );
}

function titleOf(entry: Entry, t: ReturnType<typeof useT>): string {
  if (entry.group === 'used') return entry.device.name;
  if (entry.group === 'attached') return entry.attached.name;
  return t(entry.group === 'problems' ? 'ui.devices.problem' : 'ui.diagnostics.title');
}

function Line({ entry }: { entry: Entry }): ReactElement | null {
  const t = useT();
  if (entry.group !== 'used' && entry.group !== 'attached') return null;
  const parts =
    entry.group === 'used'
      ? [
          t(`ui.device-kind.${entry.device.kind}`),
          entry.device.protocol_title,
          linkWords(entry.device.link, t),
          entry.attached?.path,
        ]
      : [linkWords(entry.attached.link, t), entry.attached.path, entry.attached.serial_number];
  return <p className={classes['line']}>{parts.filter((part) => typeof part === 'string').join(' · ')}</p>;
}

/** Enter led here; Esc leads back, where the arrows choose again. */
function backToList(event: KeyboardEvent<HTMLElement>): void {
  if (event.key === 'Escape') event.currentTarget.blur();
}

/** All about the chosen row, and what can be done with it. */
export function DeviceDetail({ entry, state, onSetUp, ref }: DeviceDetailProps): ReactElement {
  const t = useT();
  const maySetUp = useRight('devices.set-up');
  return (
    <Panel fill flush>
      <header className={classes['head']}>
        <EntryIcon entry={entry} size={36} />
        <div className={classes['heading']}>
          <div className={classes['tags']}>
            <h2 ref={ref} tabIndex={-1} className={classes['name']} data-testid="device-name" onKeyDown={backToList}>
              {titleOf(entry, t)}
            </h2>
            {entry.group === 'used' ? (
              <>
                <DeviceState device={entry.device} />
                {entry.device.simulated ? <Tag>{t('ui.device.simulated')}</Tag> : null}
                {entry.device.origin === 'start' ? null : <Tag>{t(`ui.devices.origin.${entry.device.origin}`)}</Tag>}
              </>
            ) : null}
          </div>
          <Line entry={entry} />
        </div>
        {entry.group === 'used' ? (
          <div className={classes['head-actions']}>
            <DeviceActions key={entry.key} device={entry.device} onChange={onSetUp} />
          </div>
        ) : null}
      </header>
      <div className={classes['body']}>
        {entry.group === 'used' ? <Used device={entry.device} state={state} /> : null}
        {entry.group === 'attached' ? (
          <div className={classes['card']}>
            <p className={classes['say']}>
              {t(entry.attached.kind === null ? 'ui.devices.unknown-hint' : 'ui.devices.not-used-hint')}
            </p>
            <div className={classes['actions']}>
              <ActionButton
                label={t('ui.devices.set-up-this')}
                keys="F2"
                variant="filled"
                icon={<IconSettings size={20} />}
                disabled={!maySetUp}
                onAct={onSetUp}
              />
            </div>
            {maySetUp ? null : <p className={classes['quiet']}>{t('ui.devices.ask')}</p>}
          </div>
        ) : null}
        {entry.group === 'problems' ? (
          <div className={classes['card']}>
            <FaultList faults={[entry.problem]} />
            <p className={classes['quiet']}>{t('ui.devices.problem-hint')}</p>
          </div>
        ) : null}
        {entry.group === 'station' ? <Diagnostics /> : null}
      </div>
    </Panel>
  );
}
