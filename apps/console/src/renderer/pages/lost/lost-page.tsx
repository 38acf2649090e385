import { Button, Checkbox, Select } from '@mantine/core';
import type { LostRecordView } from '@serialbridge/protocol/central';
import { CodeText, Panel, Tag, type Column } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import { useState, type ReactElement } from 'react';
import { useSearchParams } from 'wouter';
import { useAct, useRead } from '../../api/use-read.ts';
import { AllowedButton } from '../../components/allowed-button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Page } from '../../components/page.tsx';
import { PlainTable } from '../../components/plain-table.tsx';
import { ProblemView } from '../../components/problem-view.tsx';
import { Stamp } from '../../components/stamp.tsx';

type State = LostRecordView['state'];
type Decision = 'restore' | 'dismiss';
const STATES: readonly State[] = ['open', 'restored', 'dismissed'];
/** The rest comes into sight as these are decided. */
const SHOWN = 200;
const FIELDS = 6;
const nameOf = ({ entity, key }: Pick<LostRecordView, 'entity' | 'key'>): string => `${entity} ${key}`;

/** What stations' caches from before a restore know and central does not: a person restores it or lets it go. */
export function LostPage(): ReactElement {
  const t = useT();
  const format = useFormat();
  const [search, setSearch] = useSearchParams();
  const state = STATES.find((one) => one === search.get('state')) ?? 'open';
  const list = useRead(['lost-records', state], (central) =>
    central.call('lost_records.list', { query: { state, limit: SHOWN } }),
  );
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState<Decision | null>(null);
  const decide = useAct((central, body: { decision: Decision; records: 'all' | LostRecordView[] }) =>
    central.call('lost_records.decide', {
      body: {
        decision: body.decision,
        records: body.records === 'all' ? 'all' : body.records.map(({ entity, key }) => ({ entity, key })),
      },
    }),
  );
  const rows = list.data?.rows ?? [];
  // What was refused is open still, and so among the rows.
  const titles = new Map(rows.map((row) => [nameOf(row), row.title]));
  const picked = rows.filter((row) => chosen.has(nameOf(row)));
  const act = (decision: Decision): void => {
    decide.mutate({ decision, records: picked }, { onSuccess: () => setChosen(new Set()) });
  };
  const toggle = (row: LostRecordView): void => {
    const next = new Set(chosen);
    if (!next.delete(nameOf(row))) next.add(nameOf(row));
    setChosen(next);
  };
  const entity = (row: Pick<LostRecordView, 'entity'>): string => t(`console.lost.entity.${row.entity}`);
  /** Instants and sums as everywhere else; everything else is shown as it is stored. */
  const readable = (name: string, value: string): string => {
    const number = /^-?\d+$/u.test(value) ? Number(value) : null;
    if (number === null) return value;
    if (name.endsWith('_at')) return format.dateTime(number);
    if (name === 'ship_by') return format.date(number);
    return name.endsWith('_cents') ? (number / 100).toFixed(2) : value;
  };
  const columns: Column<LostRecordView>[] = [
    {
      key: 'record',
      title: t('console.lost.record'),
      width: '16rem',
      renderCell: (row) => (
        <>
          {entity(row)}
          <br />
          <CodeText value={row.title} size="sm" />
        </>
      ),
    },
    {
      key: 'kind',
      title: t('console.lost.kind'),
      renderCell: (row) => (
        <Tag tone={row.kind === 'missing' ? 'bad' : 'caution'}>{t(`console.lost.kind.${row.kind}`)}</Tag>
      ),
    },
    {
      key: 'fields',
      title: t('console.lost.fields'),
      renderCell: (row) => {
        const named = row.fields.filter(({ name }) => !name.endsWith('_id'));
        const words = named.slice(0, FIELDS).map(({ name, there, here }) => {
          const value = `${name.replace(/_cents$/u, '')} ${readable(name, there)}`;
          return here === null ? value : `${value} (${t('console.lost.here')} ${readable(name, here)})`;
        });
        // Nobody restores over what is not even hinted at.
        if (named.length > FIELDS) words.push(t('console.and-more', { count: named.length - FIELDS }));
        return words.join(' · ');
      },
    },
    {
      key: 'stations',
      title: t('console.lost.stations'),
      renderCell: (row) =>
        row.stations.map(({ name, as_of_version }) => `${name ?? '–'} (${as_of_version})`).join(', '),
    },
    state === 'open'
      ? { key: 'reported', title: t('console.lost.reported'), renderCell: (row) => <Stamp at={row.reported_at} /> }
      : {
          key: 'decided',
          title: t('console.lost.decided'),
          renderCell: (row) => (
            <>
              {row.decided_by?.name ?? '–'} {row.decided_at === null ? null : <Stamp at={row.decided_at} />}
            </>
          ),
        },
  ];
  const choice: Column<LostRecordView> = {
    key: 'choice',
    title: '',
    width: '3rem',
    renderCell: (row) => (
      <Checkbox
        aria-label={t('console.lost.choose', { record: `${entity(row)} ${row.title}` })}
        checked={chosen.has(nameOf(row))}
        onChange={() => toggle(row)}
      />
    ),
  };
  const every = rows.length > 0 && picked.length === rows.length;
  return (
    <Page
      title={t('console.page.lost-records')}
      scroll
      testId="lost-page"
      actions={
        state === 'open' ? (
          <>
            <Button
              variant="default"
              onClick={() => setChosen(new Set(every ? [] : rows.map(nameOf)))}
              disabled={rows.length === 0}
            >
              {t(every ? 'console.lost.choose-none' : 'console.lost.choose-all')}
            </Button>
            <AllowedButton
              who="records.change"
              disabled={picked.length === 0}
              onClick={() => setAsking('dismiss')}
              testId="lost-dismiss"
            >
              {t('console.lost.dismiss')}
            </AllowedButton>
            <AllowedButton
              who="records.change"
              variant="filled"
              disabled={picked.length === 0}
              loading={decide.isPending}
              onClick={() => act('restore')}
              testId="lost-restore"
            >
              {t('console.lost.restore')}
            </AllowedButton>
            <AllowedButton
              who="records.change"
              disabled={rows.length === 0}
              onClick={() => setAsking('restore')}
              testId="lost-restore-all"
            >
              {t('console.lost.restore-all')}
            </AllowedButton>
          </>
        ) : null
      }
    >
      <p style={{ maxWidth: '75rem' }}>{t('console.lost.meaning')}</p>
      <Select
        label={t('console.lost.state')}
        w="14rem"
        data={STATES.map((one) => ({ value: one, label: t(`console.lost.state.${one}`) }))}
        value={state}
        allowDeselect={false}
        onChange={(value) => setSearch(value === null || value === 'open' ? {} : { state: value }, { replace: true })}
      />
      <ProblemView error={list.error ?? decide.error} />
      {decide.data === undefined ? null : (
        <div role="status" data-testid="lost-decided">
          {t('console.lost.done', { count: decide.data.decided })}
          {decide.data.refused.length > 0 ? (
            <ul>
              {decide.data.refused.map((one) => (
                <li key={nameOf(one)}>
                  {entity(one)} <CodeText value={titles.get(nameOf(one)) ?? ''} size="sm" />:{' '}
                  {one.reason.startsWith('held.') ? t(one.reason) : one.reason}
                </li>
              ))}
            </ul>
          ) : null}
        </div>
      )}
      <Panel title={t('console.lost.count', { count: list.data?.matching.count ?? 0 })} flush>
        <PlainTable
          rows={rows}
          rowKey={nameOf}
          testId="lost-table"
          rowTestId="lost-row"
          empty={list.isPending ? t('console.loading') : t('console.lost.none')}
          columns={state === 'open' ? [choice, ...columns] : columns}
        />
      </Panel>
      {asking === null ? null : (
        <ConfirmDialog
          title={t(asking === 'dismiss' ? 'console.lost.dismiss' : 'console.lost.restore-all')}
          confirm={t(asking === 'dismiss' ? 'console.lost.dismiss' : 'console.lost.restore-all')}
          act={async () => {
            await decide.mutateAsync({ decision: asking, records: asking === 'dismiss' ? picked : 'all' });
            setChosen(new Set());
          }}
          onClose={() => setAsking(null)}
        >
          <p>{t(asking === 'dismiss' ? 'console.lost.dismiss-meaning' : 'console.lost.restore-meaning')}</p>
        </ConfirmDialog>
      )}
    </Page>
  );
}
