import type { CaseDetail, CaseListRow } from '@serialbridge/protocol/central';
import { Panel } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import { useState, type ReactElement, type ReactNode } from 'react';
import { useRead } from '../../api/use-read.ts';
import { useMay } from '../../api/session.ts';
import { ADDRESS } from '../../components/addresses.ts';
import { ChangesLink } from '../../components/changes-link.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Page } from '../../components/page.tsx';
import { RecordTable } from '../../components/record-table.tsx';
import { Stamp } from '../../components/stamp.tsx';
import { StatusTag } from '../../components/tags.tsx';
import { unitTone, useUnitColumns } from '../units/unit-columns.tsx';
import { groupFacts, type Choice, type FactGroup } from './case-words.ts';
import { Decision } from './decision.tsx';
import { FactCard } from './fact-card.tsx';
import { HeldCase, RetryRow } from './held-case.tsx';
import classes from './case-page.module.css';

/** Two facts that cannot both be right, side by side, and the decision of a person. */
export function CasePage({ case_id }: { case_id: string }): ReactElement {
  const t = useT();
  const read = useRead(['cases.get', case_id], (central) => central.call('cases.get', { params: { case_id } }));
  return (
    <Loaded read={read} title={t('console.page.cases')}>
      {(detail) => <CaseView detail={detail} />}
    </Loaded>
  );
}

function CaseView({ detail }: { detail: CaseDetail }): ReactElement {
  const t = useT();
  const row = detail.case;
  const open = row.state === 'open';
  const may = useMay('cases.resolve');
  const [choice, setChoice] = useState<Choice>(undefined);
  const columns = useUnitColumns('serial', 'sku', 'product', 'state', 'warehouse', 'po', 'order', 'updated');
  const groups = groupFacts(row.facts);
  const { held } = row;
  if (held !== null)
    return (
      <CaseFrame row={row}>
        {open ? null : (
          <Panel title={t('console.case.resolution')}>
            <div className={classes['decide']} data-testid="case-resolved">
              <p>{row.resolved_by === null ? t('console.held.applied') : t('console.held.dismissed')}</p>
              <p>{row.resolution_note}</p>
              <p className={classes['hint']}>
                {row.resolved_by?.name ?? t('console.history.central')} · <Stamp at={row.resolved_at} />
              </p>
              {row.resolved_by !== null && may ? <RetryRow case_id={row.case_id} /> : null}
            </div>
          </Panel>
        )}
        <HeldCase row={row} held={held} />
      </CaseFrame>
    );
  return (
    <CaseFrame row={row}>
      <FactCards groups={groups} row={row} choice={choice} onChoose={open && may ? setChoice : undefined} />
      {open ? (
        may ? (
          <Decision row={row} choice={choice} onChoose={setChoice} letters={letters(groups)} />
        ) : (
          <Panel>{t('console.case.needs-supervisor')}</Panel>
        )
      ) : (
        <Resolution row={row} letters={letters(groups)} />
      )}
      <Panel title={t('console.case.units-of', { count: row.units })} flush>
        <div style={{ display: 'flex', height: `${Math.min(12, detail.units.length + 1.4) * 2.2}rem` }}>
          <RecordTable
            label={t('console.page.units')}
            rows={detail.units}
            columns={columns}
            rowKey={(unit) => unit.unit_id}
            href={(unit) => ADDRESS.unit(unit.unit_id)}
            tone={unitTone}
            rowTestId="unit-row"
            empty={t('console.unit.none')}
          />
        </div>
      </Panel>
    </CaseFrame>
  );
}

function CaseFrame({ row, children }: { row: CaseListRow; children: ReactNode }): ReactElement {
  const t = useT();
  return (
    <Page
      title={t(row.rule)}
      scroll
      back={{ href: `${ADDRESS.cases}?state=open`, label: t('console.page.cases') }}
      tags={<StatusTag status={row.state} />}
      actions={<ChangesLink id={row.case_id} label={t(row.rule)} />}
      testId="case-page"
    >
      <p className={classes['hint']}>{t(`console.case.meaning.${row.rule}`)}</p>
      {children}
    </Page>
  );
}

const letters = (groups: readonly FactGroup[]): ReadonlyMap<string, string> =>
  new Map(groups.map(({ event_id }, index) => [event_id, String.fromCodePoint(65 + (index % 26))]));

interface FactCardsProps {
  readonly groups: readonly FactGroup[];
  readonly row: CaseListRow;
  readonly choice: Choice;
  readonly onChoose: ((choice: Choice) => void) | undefined;
}
function FactCards({ groups, row, choice, onChoose }: FactCardsProps): ReactElement {
  const names = letters(groups);
  const resolved = row.state === 'resolved';
  const chosen = resolved ? row.chosen_event_id : choice;
  return (
    <div className={classes['facts']} role="radiogroup">
      {groups.map((group) => (
        <FactCard
          key={group.event_id}
          group={group}
          letter={names.get(group.event_id) ?? '?'}
          chosen={chosen === group.event_id}
          lost={resolved && chosen !== group.event_id}
          onChoose={onChoose === undefined ? undefined : () => onChoose(group.event_id)}
        />
      ))}
    </div>
  );
}

function Resolution({ row, letters: names }: { row: CaseListRow; letters: ReadonlyMap<string, string> }): ReactElement {
  const t = useT();
  const letter = row.chosen_event_id === null ? null : (names.get(row.chosen_event_id) ?? '?');
  return (
    <Panel title={t('console.case.resolution')}>
      <div className={classes['decide']} data-testid="case-resolved">
        <p>{letter === null ? t('console.case.decided-neither') : t('console.case.decided', { letter })}</p>
        <p>{row.resolution_note}</p>
        <p className={classes['hint']}>
          {row.resolved_by?.name ?? '–'} · <Stamp at={row.resolved_at} />
        </p>
      </div>
    </Panel>
  );
}
