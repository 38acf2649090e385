import { isCaseOfConsole } from '@serialbridge/core/ledger';
import { Drawer } from '@mantine/core';
import type { CaseRow } from '@serialbridge/core/model';
import type { MethodResult } from '@serialbridge/protocol/station';
import { IconCircleCheck } from '@tabler/icons-react';
import { useCallback, useEffect, useState, type ReactElement } from 'react';
import {
  ActionButton,
  CodeText,
  EmptyState,
  EscapeCloses,
  FaultList,
  ShortcutLayer,
  Tag,
} from '../../components/index.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import { CaseDecision } from './case-decision.tsx';
import { caseSentence } from './case-sentence.ts';
import classes from './cases-drawer.module.css';
import { DialogScans } from '../scan/dialog-scans.tsx';
import { useCall } from '../session/use-call.ts';
import { useRight } from '../session/use-right.ts';
import { useStation } from '../session/station-provider.tsx';

type Listed = MethodResult<'station.list_cases'>;

interface Words {
  readonly named: (id: string | null | undefined) => string | null;
  readonly placeOf: (fact: Fact) => string;
  readonly lineOf: (fact: Fact) => string;
}
type Fact = CaseRow['facts'][number];

/** How facts are said here: names for ids, this station as here, warehouse and bin where they are known. */
function useWords(names: Listed['names']): Words {
  const t = useT();
  const format = useFormat();
  const here = useStation()?.station?.station_id;
  const named = (id: string | null | undefined): string | null =>
    id === null || id === undefined ? null : (names[id] ?? null);
  const stationOf = (station_id: string): string => {
    const name = names[station_id];
    if (station_id === here) return name === undefined ? t('ui.cases.this-station') : t('ui.cases.here', { name });
    return name ?? t('ui.cases.other-station');
  };
  const placeOf = (fact: Fact): string => {
    const bin = named(fact.bin_id);
    const parts = [
      format.exact(fact.captured_at),
      stationOf(fact.station_id),
      named(fact.operator_id),
      named(fact.document_id),
      named(fact.warehouse_id),
      bin === null ? null : t('ui.cases.bin', { code: bin }),
    ];
    return parts.filter((part) => part !== null).join(' · ');
  };
  const lineOf = (fact: Fact): string =>
    [t(`event.${fact.type}`), fact.serial_raw, placeOf(fact)].filter((part) => part !== null).join(' · ');
  return { named, placeOf, lineOf };
}

function Facts({ found, words }: { found: CaseRow; words: Words }): ReactElement {
  const t = useT();
  return (
    <ul className={classes['facts']}>
      {found.facts.map((fact) => (
        <li key={`${fact.event_id}-${fact.unit_id ?? ''}`}>
          <span>{t(`event.${fact.type}`)}</span>
          {fact.serial_raw === null ? null : <CodeText value={fact.serial_raw} />}
          <span className={classes['where']}>{words.placeOf(fact)}</span>
        </li>
      ))}
    </ul>
  );
}

function OpenCase({
  found,
  names,
  onDone,
}: {
  found: CaseRow;
  names: Listed['names'];
  onDone: () => void;
}): ReactElement {
  const t = useT();
  const format = useFormat();
  const words = useWords(names);
  // The station would refuse the others (`rights.case-of-console`).
  const may = useRight('cases.resolve') && !isCaseOfConsole(found.rule);
  const [deciding, setDeciding] = useState(false);
  const [cancelled, setCancelled] = useState(false);
  const sentence = caseSentence(found, names);
  return (
    <li className={classes['case']} data-rule={found.rule}>
      <div className={classes['head']}>
        <Tag tone="bad">{t(found.rule)}</Tag>
        <time>{format.dateTime(found.opened_at)}</time>
      </div>
      {sentence === null ? null : <p className={classes['sentence']}>{t(sentence)}</p>}
      {deciding ? null : <Facts found={found} words={words} />}
      {!may ? null : deciding ? (
        <ShortcutLayer>
          <CaseDecision
            found={found}
            lineOf={words.lineOf}
            onCancel={() => {
              setDeciding(false);
              setCancelled(true);
            }}
            onDone={() => {
              setDeciding(false);
              onDone();
            }}
          />
        </ShortcutLayer>
      ) : (
        <div className={classes['foot']}>
          {/* The field that had the focus is gone: it is given back to where it came from. */}
          <ActionButton label={t('ui.cases.resolve')} autoFocus={cancelled} onAct={() => setDeciding(true)} />
        </div>
      )}
    </li>
  );
}

/** A decision made here that came second: what holds instead, until a person has read it. */
function Overruled({
  found,
  names,
  onRead,
}: {
  found: CaseRow;
  names: Listed['names'];
  onRead: () => void;
}): ReactElement {
  const t = useT();
  const format = useFormat();
  const words = useWords(names);
  const chosen = found.facts.find((fact) => fact.event_id === found.chosen_event_id);
  const name = words.named(found.resolved_by) ?? '–';
  return (
    <li className={classes['case']} data-rule={found.rule}>
      <div className={classes['head']}>
        <Tag tone="caution">{t(found.rule)}</Tag>
        <time>{found.resolved_at === null ? '' : format.dateTime(found.resolved_at)}</time>
      </div>
      <p className={classes['sentence']}>
        {chosen === undefined
          ? t('ui.cases.overruled-neither')
          : t('ui.cases.overruled-chosen', { fact: words.lineOf(chosen) })}{' '}
        {t('ui.cases.overruled-by', { name, at: found.resolved_at === null ? '' : format.dateTime(found.resolved_at) })}
      </p>
      {found.resolution_note === null ? null : <p className={classes['sentence']}>{found.resolution_note}</p>}
      <div className={classes['foot']}>
        <ActionButton label={t('ui.cases.overruled-read')} onAct={onRead} />
      </div>
    </li>
  );
}

function CaseList(): ReactElement {
  const t = useT();
  const { call, faults } = useCall('station.list_cases', { aloud: false });
  const read = useCall('station.note_overruled', { aloud: false });
  const [listed, setListed] = useState<Listed | null>(null);
  const station = useStation();
  const count = station?.open_cases;
  const notices = station?.notices.map(({ finding }) => finding.code).join() ?? '';
  const may = useRight('cases.resolve');
  const list = useCallback(() => void call({ state: 'open' }).then((result) => result && setListed(result)), [call]);
  // Read again when their number changes, or when a decision made here came second.
  useEffect(list, [list, count, notices]);
  const cases = count === 0 ? [] : (listed?.cases ?? []);
  const overruled = listed?.overruled ?? [];
  return (
    <>
      <p className={classes['intro']}>{t('ui.cases.intro')}</p>
      {cases.length > 0 && !may ? <p className={classes['intro']}>{t('ui.cases.supervisor')}</p> : null}
      <FaultList faults={[...faults, ...read.faults]} />
      {count === 0 || listed?.cases.length === 0 ? (
        <EmptyState icon={<IconCircleCheck size={48} />} title={t('ui.cases.none')} />
      ) : null}
      <ul className={classes['list']}>
        {cases.map((found) => (
          <OpenCase key={found.case_id} found={found} names={listed?.names ?? {}} onDone={list} />
        ))}
      </ul>
      {overruled.length === 0 ? null : (
        <>
          <h3 className={classes['heading']}>{t('ui.cases.overruled')}</h3>
          <p className={classes['intro']}>{t('ui.cases.overruled-meaning')}</p>
          <ul className={classes['list']}>
            {overruled.map((found) => (
              <Overruled
                key={found.case_id}
                found={found}
                names={listed?.names ?? {}}
                onRead={() => void read.call({ case_id: found.case_id }).then(list)}
              />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** Open cases: what contradicts what, and whom to ask. A supervisor resolves them here or in the console. */
export function CasesDrawer({ opened, onClose }: { opened: boolean; onClose: () => void }): ReactElement {
  const t = useT();
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size="39rem"
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
