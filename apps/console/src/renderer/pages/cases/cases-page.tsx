import { CASE_RULES } from '@serialbridge/core/model';
import type { CaseListRow } from '@serialbridge/protocol/central';
import { CodeText, type Column } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { ADDRESS } from '../../components/addresses.ts';
import { ExportMenu } from '../../components/export-menu.tsx';
import type { FilterField } from '../../components/filters.ts';
import { ListPage } from '../../components/list-page.tsx';
import { Stamp } from '../../components/stamp.tsx';
import { StatusTag } from '../../components/tags.tsx';
import { useWords } from '../../components/use-options.ts';
import { serialsOf, stationsOf } from './case-words.ts';

export function CasesPage(): ReactElement {
  const t = useT();
  const states = useWords(['open', 'resolved'], 'console.status');
  const fields: readonly FilterField[] = [
    { kind: 'choice', name: 'state', label: t('console.case.state'), options: states, width: '9rem' },
    {
      kind: 'choice',
      name: 'rule',
      label: t('console.case.rule'),
      options: CASE_RULES.map((value) => ({ value, label: t(value) })),
      width: '17rem',
    },
    { kind: 'text', name: 'serial', label: t('console.unit.serial'), code: true },
  ];
  const columns: readonly Column<CaseListRow>[] = [
    {
      key: 'rule',
      title: t('console.case.rule'),
      width: 'minmax(12rem, 1.2fr)',
      renderCell: (row) => <Link href={ADDRESS.case(row.case_id)}>{t(row.rule)}</Link>,
    },
    {
      key: 'serial',
      title: t('console.unit.serial'),
      width: 'minmax(10rem, 1fr)',
      renderCell: (row) => {
        if (row.held !== null) return t('console.held.events-count', { count: row.held.count });
        const [first, ...others] = serialsOf(row);
        if (first === undefined) return '–';
        return (
          <>
            <CodeText value={first} size="sm" />{' '}
            {others.length > 0 ? t('console.and-more', { count: others.length }) : ''}
          </>
        );
      },
    },
    {
      key: 'stations',
      title: t('console.case.stations'),
      width: 'minmax(10rem, 1.2fr)',
      renderCell: (row) => stationsOf(row).join(' · '),
    },
    { key: 'units', title: t('console.case.units'), width: '4.5rem', align: 'end', renderCell: (row) => row.units },
    {
      key: 'opened',
      title: t('console.case.opened'),
      width: '10.5rem',
      renderCell: (row) => <Stamp at={row.opened_at} />,
    },
    {
      key: 'state',
      title: t('console.case.state'),
      width: '6.5rem',
      renderCell: (row) => <StatusTag status={row.state} />,
    },
    {
      key: 'by',
      title: t('console.case.resolved-by'),
      width: '9rem',
      renderCell: (row) => row.resolved_by?.name ?? '–',
    },
  ];
  return (
    <ListPage<CaseListRow>
      name="case"
      title={t('console.page.cases')}
      fields={fields}
      columns={columns}
      rowKey={(row) => row.case_id}
      href={(row) => ADDRESS.case(row.case_id)}
      tone={(row) => (row.state === 'open' ? 'bad' : undefined)}
      read={(central, query) => central.call('cases.list', { query })}
      renderActions={({ state }) => <ExportMenu call="exports.cases" query={state === undefined ? {} : { state }} />}
      empty={t('console.case.none')}
    />
  );
}
