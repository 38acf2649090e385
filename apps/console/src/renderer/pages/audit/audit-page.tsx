import { ENTITY_NAMES } from '@serialbridge/core/model';
import { AUDIT_KIND_NAMES, type AuditListRow } from '@serialbridge/protocol/central';
import type { Column } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import { useState, type ReactElement } from 'react';
import { useSearchParams } from 'wouter';
import { useMay } from '../../api/session.ts';
import { useRead } from '../../api/use-read.ts';
import { ExportMenu } from '../../components/export-menu.tsx';
import type { FilterField, Option } from '../../components/filters.ts';
import { ListPage } from '../../components/list-page.tsx';
import { Stamp } from '../../components/stamp.tsx';
import { useWords } from '../../components/use-options.ts';
import { AuditDialog } from './audit-dialog.tsx';
import { auditSentence, whoWords } from './audit-words.ts';

function usePersonOptions(): readonly Option[] {
  const may = useMay('people.see');
  const list = useRead(['operators', may], (central) =>
    may ? central.call('operators.list') : Promise.resolve({ rows: [] }),
  );
  return (list.data?.rows ?? []).map((row) => ({ value: row.operator_id, label: row.name }));
}

/** Records that the log tells of; units, boxes and receipts have a history of their own. */
function useEntityOptions(): readonly Option[] {
  const t = useT();
  return ENTITY_NAMES.flatMap((value) => {
    const label = t(`audit.entity.${value}`);
    return label === `audit.entity.${value}` ? [] : [{ value, label }];
  });
}

/** Who did what when, newest first. A row opens all of it. */
export function AuditPage(): ReactElement {
  const t = useT();
  const format = useFormat();
  const [search] = useSearchParams();
  const [shown, setShown] = useState<AuditListRow | null>(null);
  const people = usePersonOptions();
  const entities = useEntityOptions();
  const kinds = useWords(AUDIT_KIND_NAMES, 'audit.kind');
  const of = search.get('of');
  const fields: readonly FilterField[] = [
    { kind: 'choice', name: 'person', label: t('audit.person'), options: people, width: '11rem' },
    { kind: 'choice', name: 'kind', label: t('audit.kind'), options: kinds, width: '12rem' },
    { kind: 'choice', name: 'entity', label: t('audit.entity'), options: entities, width: '11rem' },
    { kind: 'text', name: 'text', label: t('audit.text'), width: '12rem' },
    { kind: 'day', name: 'from', label: t('audit.from') },
    { kind: 'day', name: 'to', label: t('audit.to') },
    { kind: 'fixed', name: 'import', label: t('audit.only-import') },
    {
      kind: 'fixed',
      name: 'record',
      label: of === null ? t('audit.only-of-one') : t('audit.only-of', { label: of }),
    },
  ];
  const columns: readonly Column<AuditListRow>[] = [
    { key: 'at', title: t('audit.when'), width: '10.5rem', renderCell: (row) => <Stamp at={row.at} /> },
    {
      key: 'who',
      title: t('audit.who'),
      width: 'minmax(8rem, 0.7fr)',
      renderCell: (row) => whoWords(t, row),
    },
    {
      key: 'what',
      title: t('audit.what'),
      width: 'minmax(20rem, 4fr)',
      renderCell: (row) => <span title={auditSentence(t, format, row)}>{auditSentence(t, format, row)}</span>,
    },
    { key: 'address', title: t('audit.address'), width: '9rem', renderCell: (row) => row.address ?? '–' },
  ];
  return (
    <>
      <ListPage<AuditListRow>
        name="audit"
        title={t('console.page.audit')}
        fields={fields}
        columns={columns}
        rowKey={(row) => row.audit_entry_id}
        onOpen={setShown}
        tone={(row) => (row.kind === 'sign-in-locked' ? 'bad' : undefined)}
        read={(central, query) => central.call('audit.list', { query })}
        renderActions={(query) => <ExportMenu call="exports.audit" query={query} />}
        empty={t('audit.none-here')}
      />
      {shown === null ? null : <AuditDialog row={shown} onClose={() => setShown(null)} />}
    </>
  );
}
