import type { MethodResult } from '@serialbridge/protocol/station';
import { ActionButton, FaultList } from '../../components/index.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import { IconDownload, IconRefresh } from '@tabler/icons-react';
import { useCallback, useEffect, useState, type ReactElement } from 'react';
import { useCall } from '../use-call.ts';
import classes from './device-detail.module.css';

/** What support asks for first: where the data is, how much, and what has not been sent. */
export function Diagnostics(): ReactElement {
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
    <div className={classes['card']}>
      <div className={classes['actions']}>
        <ActionButton label={t('ui.diagnostics.refresh')} icon={<IconRefresh size={18} />} onAct={load} busy={busy} />
        <ActionButton
          label={t('ui.diagnostics.export')}
          icon={<IconDownload size={18} />}
          onAct={() => void save()}
          busy={exporting}
        />
      </div>
      <FaultList faults={faults} />
      <dl className={classes['facts']}>
        {rows.map(([key, value]) => (
          <div key={key}>
            <dt>{t(`ui.diagnostics.${key}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
