import { Button, Textarea } from '@mantine/core';
import type { CaseListRow, HeldEventListRow } from '@serialbridge/protocol/central';
import { CodeText, type Column, Panel } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import { useMemo, useState, type ReactElement } from 'react';
import { usePages } from '../../api/use-pages.ts';
import { useAct } from '../../api/use-read.ts';
import { useMay } from '../../api/session.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Facts } from '../../components/facts.tsx';
import { MatchingCount, PagedTable } from '../../components/paged-table.tsx';
import { ProblemView } from '../../components/problem-view.tsx';
import { Stamp } from '../../components/stamp.tsx';
import { detailWords } from '../units/detail-words.ts';
import classes from './case-page.module.css';

export type Held = NonNullable<CaseListRow['held']>;

/** All events of one station that central cannot apply for one reason: what to do, which they are, and what a person may decide. */
export function HeldCase({ row, held }: { row: CaseListRow; held: Held }): ReactElement {
  const t = useT();
  const format = useFormat();
  const open = row.state === 'open';
  const may = useMay('cases.resolve');
  return (
    <>
      <Panel>
        <div className={classes['decide']} data-testid="held-summary">
          <Facts
            items={[
              [t('console.held.station'), held.station.name],
              [t('console.held.why'), t(held.reason)],
              [open ? t('console.held.count') : t('console.held.count-then'), format.count(held.count)],
              [t('console.case.opened'), <Stamp key="opened" at={row.opened_at} />],
            ]}
          />
          {open ? <p>{t(`console.held.do.${held.reason}`)}</p> : null}
        </div>
      </Panel>
      {open && may ? <HeldDecision row={row} held={held} /> : null}
      {open && !may ? <Panel>{t('console.held.needs-supervisor')}</Panel> : null}
      <HeldEvents row={row} />
    </>
  );
}

/** Try them again after something was put right, or dismiss them. */
function HeldDecision({ row, held }: { row: CaseListRow; held: Held }): ReactElement {
  const t = useT();
  const [note, setNote] = useState('');
  const [asked, setAsked] = useState(false);
  const [dismissing, setDismissing] = useState(false);
  const missing = note.trim() === '';
  const dismiss = (): void => {
    setAsked(true);
    if (!missing) setDismissing(true);
  };
  return (
    <Panel title={t('console.case.decision')}>
      <div className={classes['decide']}>
        <RetryRow case_id={row.case_id} />
        <Textarea
          label={t('console.case.note')}
          description={t('console.held.note-meaning')}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          error={asked && missing ? t('console.case.note-missing') : undefined}
          maxLength={4000}
          autosize
          minRows={2}
          maxRows={6}
          data-testid="case-note"
        />
        <div className={classes['row']}>
          <Button variant="default" onClick={dismiss} data-testid="held-dismiss">
            {t('console.held.dismiss')}
          </Button>
          <span className={classes['hint']}>{t('console.held.dismiss-meaning')}</span>
        </div>
      </div>
      {dismissing ? (
        <ConfirmDialog
          title={t('console.held.confirm', { count: held.count, station: held.station.name ?? '' })}
          confirm={t('console.held.dismiss')}
          act={(central) =>
            central.call('cases.resolve', {
              params: { case_id: row.case_id },
              body: { chosen_event_id: null, note: note.trim() },
            })
          }
          onClose={() => setDismissing(false)}
        >
          <ul className={classes['will']} data-testid="held-consequences">
            <li>{t('console.held.will.stay')}</li>
            <li>{t('console.held.will.never')}</li>
            <li>{t('console.held.will.free', { station: held.station.name ?? '' })}</li>
          </ul>
        </ConfirmDialog>
      ) : null}
    </Panel>
  );
}

/** Also of a case that was resolved: what was dismissed can be tried again. */
export function RetryRow({ case_id }: { case_id: string }): ReactElement {
  const t = useT();
  const retry = useAct<void, { tried: number; applied: number }>((central) =>
    central.call('cases.retry', { params: { case_id } }),
  );
  const done = retry.data;
  return (
    <>
      <div className={classes['row']}>
        <Button variant="filled" loading={retry.isPending} onClick={() => retry.mutate()} data-testid="held-retry">
          {t('console.held.retry')}
        </Button>
        <span className={classes['hint']} role="status" data-testid="held-retried">
          {done === undefined
            ? t('console.held.retry-meaning')
            : t('console.held.retried', { applied: done.applied, tried: done.tried })}
        </span>
      </div>
      <ProblemView error={retry.error} />
    </>
  );
}

const ROWS_SHOWN = 12;

function HeldEvents({ row }: { row: CaseListRow }): ReactElement {
  const t = useT();
  const { case_id } = row;
  const key = useMemo(() => ['held-events', case_id, row.state], [case_id, row.state]);
  const pages = usePages<HeldEventListRow>(
    key,
    (central, page) => central.call('cases.held', { params: { case_id }, query: page }),
    (event) => event.event_id,
  );
  const columns: readonly Column<HeldEventListRow>[] = [
    {
      key: 'type',
      title: t('console.held.event'),
      width: 'minmax(11rem, 1fr)',
      renderCell: (event) => t(`event.${event.type}`),
    },
    {
      key: 'details',
      title: t('console.held.says'),
      width: 'minmax(10rem, 1.4fr)',
      renderCell: (event) =>
        event.details
          .map((detail) => detailWords(t, detail))
          .map(({ label, text }) => `${label}: ${text}`)
          .join(' · ') || '–',
    },
    {
      key: 'waits',
      title: t('console.held.waits-for'),
      width: 'minmax(13rem, 1.8fr)',
      renderCell: ({ waits_for, held_detail, held_reason }) =>
        waits_for.length === 0
          ? held_detail === held_reason
            ? t('console.held.waits-for-nothing')
            : held_detail
          : waits_for.map(({ entity, key: id }) => (
              <span key={`${entity} ${id}`} title={id}>
                {t(`console.held.waits.${entity}`)} <CodeText value={id.slice(-12)} size="sm" />{' '}
              </span>
            )),
    },
    {
      key: 'by',
      title: t('console.history.by'),
      width: '9rem',
      renderCell: (event) => event.operator?.name ?? t('console.history.nobody'),
    },
    {
      key: 'captured',
      title: t('console.case.station-clock'),
      width: '10.5rem',
      renderCell: (event) => <Stamp at={event.captured_at} />,
    },
    {
      key: 'arrived',
      title: t('console.case.arrived'),
      width: '10.5rem',
      renderCell: (event) => <Stamp at={event.received_at} />,
    },
  ];
  const rows = Math.min(ROWS_SHOWN, Math.max(pages.rows.length, 1)) + 1.4;
  return (
    <Panel title={t('console.held.events')} aside={<MatchingCount pages={pages} />} flush>
      <div style={{ display: 'flex', flexDirection: 'column', height: `${rows * 2.2}rem` }}>
        <PagedTable
          pages={pages}
          label={t('console.held.events')}
          columns={columns}
          rowKey={(event) => event.event_id}
          rowTestId="held-event-row"
          empty={t('console.held.none')}
        />
      </div>
    </Panel>
  );
}
