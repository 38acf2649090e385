import { Drawer } from '@mantine/core';
import type { CaseRow } from '@serialbridge/core/model';
import type { MethodResult } from '@serialbridge/protocol/station';
import { IconCircleCheck } from '@tabler/icons-react';
import { useEffect, useState, type ReactElement } from 'react';
import { CodeText, EmptyState, EscapeCloses, FaultList, ShortcutLayer, Tag } from '../components/index.ts';
import { useFormat, useT } from '../i18n/index.ts';
import { caseSentence } from './case-sentence.ts';
import classes from './cases-drawer.module.css';
import { DialogScans } from './dialog-scans.tsx';
import { useCall } from './use-call.ts';
import { useStation } from './station-provider.tsx';

type Listed = MethodResult<'station.list_cases'>;

function CaseFacts({ found, names }: { found: CaseRow; names: Listed['names'] }): ReactElement {
  const t = useT();
  const format = useFormat();
  const here = useStation()?.station?.station_id;
  const sentence = caseSentence(found, names);
  const placeOf = (station_id: string): string => {
    const name = names[station_id];
    if (station_id === here) return name === undefined ? t('ui.cases.this-station') : t('ui.cases.here', { name });
    return name ?? t('ui.cases.other-station');
  };
  const named = (id: string | null): string | null => (id === null ? null : (names[id] ?? null));
  return (
    <li className={classes['case']} data-rule={found.rule}>
      <div className={classes['head']}>
        <Tag tone="bad">{t(found.rule)}</Tag>
        <time>{format.dateTime(found.opened_at)}</time>
      </div>
      {sentence === null ? null : <p className={classes['sentence']}>{t(sentence)}</p>}
      <ul className={classes['facts']}>
        {found.facts.map((fact) => (
          <li key={`${fact.event_id}-${fact.unit_id ?? ''}`}>
            <span>{t(`ui.event.${fact.type}`)}</span>
            {fact.serial_raw === null ? null : <CodeText value={fact.serial_raw} />}
            <span className={classes['where']}>
              {[
                format.dateTime(fact.captured_at),
                placeOf(fact.station_id),
                named(fact.operator_id),
                named(fact.document_id),
              ]
                .filter((part) => part !== null)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </li>
  );
}

function CaseList(): ReactElement {
  const t = useT();
  const { call, faults } = useCall('station.list_cases', { aloud: false });
  const [cases, setCases] = useState<Listed | null>(null);
  const count = useStation()?.open_cases;
  useEffect(() => {
    // Read again when their number changes; with none there is nothing to ask for.
    if (count === 0) return;
    void call({ state: 'open' }).then((result) => setCases(result));
  }, [call, count]);
  return (
    <>
      <p className={classes['intro']}>{t('ui.cases.intro')}</p>
      <FaultList faults={faults} />
      {count === 0 || cases?.cases.length === 0 ? (
        <EmptyState icon={<IconCircleCheck size={48} />} title={t('ui.cases.none')} />
      ) : null}
      <ul className={classes['list']}>
        {(count === 0 ? [] : cases?.cases)?.map((found) => (
          <CaseFacts key={found.case_id} found={found} names={cases?.names ?? {}} />
        ))}
      </ul>
    </>
  );
}

/** Open cases: what contradicts what, and whom to ask. They are resolved in the console. */
export function CasesDrawer({ opened, onClose }: { opened: boolean; onClose: () => void }): ReactElement {
  const t = useT();
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size="34rem"
      title={t('ui.cases.title')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
      transitionProps={{ duration: 0 }}
      closeOnEscape={false}
    >
      {opened ? (
        <ShortcutLayer>
          <EscapeCloses onClose={onClose} />
          <DialogScans onCancel={onClose} />
          <CaseList />
        </ShortcutLayer>
      ) : null}
    </Drawer>
  );
}
