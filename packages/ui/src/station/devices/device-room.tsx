import type { DeviceStatus, MethodResult } from '@serialbridge/protocol/station';
import { ActionButton, EmptyState, FaultList, Panel, Tag } from '../../components/index.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import { IconBarcode, IconDownload, IconPrinter, IconRefresh, IconScale } from '@tabler/icons-react';
import { useCallback, useEffect, useState, type ReactElement } from 'react';
import classes from './device-room.module.css';
import { FeedbackBanner } from '../feedback-banner.tsx';
import { useStation } from '../station-provider.tsx';
import { useCall } from '../use-call.ts';
import { Simulator } from './simulator.tsx';

const ICON = { scanner: IconBarcode, scale: IconScale, printer: IconPrinter } as const;

function Device({ device }: { device: DeviceStatus }): ReactElement {
  const t = useT();
  const Icon = ICON[device.kind];
  return (
    <li className={classes['device']}>
      <Icon size={28} aria-hidden="true" />
      <div className={classes['device-words']}>
        <strong>{device.name}</strong>
        <span>{device.detail === null ? t(`ui.device-kind.${device.kind}`) : t(device.detail)}</span>
      </div>
      {device.simulated ? <Tag>{t('ui.device.simulated')}</Tag> : null}
      <Tag tone={device.state === 'open' ? 'good' : device.state === 'opening' ? 'caution' : 'bad'}>
        {t(`ui.device.${device.state}`)}
      </Tag>
    </li>
  );
}

function Diagnostics(): ReactElement {
  const t = useT();
  const format = useFormat();
  const { call, busy, faults } = useCall('station.diagnostics', { aloud: false });
  const { call: exportOutbox, busy: exporting } = useCall('station.export_outbox');
  const [facts, setFacts] = useState<MethodResult<'station.diagnostics'> | null>(null);
  const load = useCallback(() => void call({}).then(setFacts), [call]);
  useEffect(load, [load]);
  const save = async (): Promise<void> => {
    const file = await exportOutbox({});
    if (file === null) return;
    const url = URL.createObjectURL(new Blob([file.text], { type: 'application/x-ndjson' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = file.file_name;
    link.click();
    URL.revokeObjectURL(url);
  };
  const rows =
    facts === null
      ? []
      : ([
          ['started_at', format.dateTime(facts.started_at)],
          ['backlog', format.count(facts.backlog)],
          ['last_seq', format.count(facts.last_seq)],
          ['cache_version', format.count(facts.cache_version)],
          ['ops_bytes', format.bytes(facts.ops_bytes)],
          ['cache_bytes', format.bytes(facts.cache_bytes)],
          ['data_dir', facts.data_dir],
          ['incarnation', facts.incarnation],
          ['node', facts.node],
          ['sqlite', facts.sqlite],
        ] as const);
  return (
    <Panel
      title={t('ui.diagnostics.title')}
      fill
      aside={
        <span className={classes['aside']}>
          <ActionButton
            variant="subtle"
            label={t('ui.refresh')}
            keys="F5"
            icon={<IconRefresh size={18} />}
            onAct={load}
            busy={busy}
          />
          <ActionButton
            variant="subtle"
            label={t('ui.diagnostics.export')}
            icon={<IconDownload size={18} />}
            onAct={() => void save()}
            busy={exporting}
          />
        </span>
      }
    >
      <FaultList faults={faults} />
      <dl className={classes['facts']}>
        {rows.map(([key, value]) => (
          <div key={key}>
            <dt>{t(`ui.diagnostics.${key}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

/** Does the scanner read, does the scale answer: scan here and see what came of it. */
export function DeviceRoom(): ReactElement {
  const t = useT();
  const devices = useStation()?.devices ?? [];
  return (
    <div className={classes['page']}>
      <FeedbackBanner idle={t('ui.devices.idle')} idleHint={t('ui.devices.idle-hint')} />
      <div className={classes['columns']}>
        <Panel title={t('ui.devices.title')} fill>
          {devices.length === 0 ? <EmptyState title={t('ui.devices.none')} hint={t('ui.devices.none-hint')} /> : null}
          <ul className={classes['devices']}>
            {devices.map((device) => (
              <Device key={device.device_id} device={device} />
            ))}
          </ul>
          {devices.some((device) => device.simulated) ? <Simulator devices={devices} /> : null}
        </Panel>
        <Diagnostics />
      </div>
    </div>
  );
}
