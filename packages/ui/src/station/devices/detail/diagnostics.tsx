import type { MethodResult } from '@serialbridge/protocol/station';
import { ActionButton, FaultList, Tag } from '../../../components/index.ts';
import { useFormat, useT } from '../../../i18n/index.ts';
import { IconDownload, IconRefresh } from '@tabler/icons-react';
import { useCallback, useEffect, useState, type ReactElement } from 'react';
import { useStation } from '../../session/station-provider.tsx';
import { useCall } from '../../session/use-call.ts';
import { useExportOutbox } from '../../frame/use-export-outbox.ts';
import classes from './device-detail.module.css';

/** What keeps the key of the secrets; amber where that is only a file. */
function Seal({
  sealed_by,
  seal_detail,
}: Pick<MethodResult<'station.diagnostics'>, 'sealed_by' | 'seal_detail'>): ReactElement {
  const t = useT();
  return (
    <span title={t(`ui.seal.${sealed_by}`, { detail: seal_detail ?? '' })} data-testid="diagnostics-seal">
      <Tag tone={sealed_by === 'key-file' ? 'caution' : 'good'}>{t(`ui.seal.by.${sealed_by}`)}</Tag>
    </span>
  );
}

/** What support asks for first: where the data is, how much, what has not been sent, what seals its secrets, and which central it knows. */
export function Diagnostics(): ReactElement {
  const t = useT();
  const format = useFormat();
  const { call, busy, faults } = useCall('station.diagnostics', { aloud: false });
  const outbox = useExportOutbox();
  const [facts, setFacts] = useState<MethodResult<'station.diagnostics'> | null>(null);
  const load = useCallback(() => void call({}).then(setFacts), [call]);
  useEffect(load, [load]);
  const central_key = useStation()?.station?.central_fingerprint ?? '–';
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
          ['sealed_by', <Seal key="seal" {...facts} />],
          ['central_key', central_key],
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
