import type { MethodResult } from '@serialbridge/protocol/station';
import { ActionButton, FaultList } from '../../../components/index.ts';
import { useFormat, useT } from '../../../i18n/index.ts';
import { IconDownload, IconRefresh } from '@tabler/icons-react';
import { useCallback, useEffect, useState, type ReactElement } from 'react';
import { useCall } from '../../session/use-call.ts';
import { useExportOutbox } from '../../frame/use-export-outbox.ts';
import classes from './device-detail.module.css';

/** What support asks for first: where the data is, how much, and what has not been sent. */
export function Diagnostics(): ReactElement {
  const t = useT();
  const format = useFormat();
  const { call, busy, faults } = useCall('station.diagnostics', { aloud: false });
  const outbox = useExportOutbox();
  const [facts, setFacts] = useState<MethodResult<'station.diagnostics'> | null>(null);
  const load = useCallback(() => void call({}).then(setFacts), [call]);
  useEffect(load, [load]);
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
          onAct={() => void outbox.save()}
          busy={outbox.busy}
        />
      </div>
      <FaultList faults={faults} />
      {outbox.saved === null ? null : (
        <p role="status">
          {t('ui.outbox.saved', { count: outbox.saved, n: format.count(outbox.saved) })}{' '}
          {outbox.saved === 0 ? null : t('ui.outbox.carry')}
        </p>
      )}
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
