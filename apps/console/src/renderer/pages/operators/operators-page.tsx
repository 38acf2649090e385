import { Group } from '@mantine/core';
import type { OperatorListRow } from '@serialbridge/protocol/central';
import { CodeText, Panel, Tag } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import { useState, type ReactElement } from 'react';
import { useRead } from '../../api/use-read.ts';
import { DoubleFlag } from '../../components/tags.tsx';
import { AllowedButton } from '../../components/allowed-button.tsx';
import { ChangesLink } from '../../components/changes-link.tsx';
import { Page } from '../../components/page.tsx';
import { PlainTable } from '../../components/plain-table.tsx';
import { ProblemView } from '../../components/problem-view.tsx';
import { useWarehouseOptions } from '../../components/use-options.ts';
import { useRoles } from '../roles/use-roles.ts';
import { EntryDialog } from './entry-dialog.tsx';
import { OperatorDialog } from './operator-dialog.tsx';

export function OperatorsPage(): ReactElement {
  const t = useT();
  const list = useRead(['operators'], (central) => central.call('operators.list'));
  const [editing, setEditing] = useState<OperatorListRow | 'new' | null>(null);
  const [entering, setEntering] = useState<OperatorListRow | null>(null);
  const roles = useRoles();
  const names = new Map(useWarehouseOptions().map(({ value, label }) => [value, label.split(' · ')[0] ?? label]));
  return (
    <Page
      title={t('console.page.operators')}
      scroll
      actions={
        <AllowedButton who="people" variant="filled" onClick={() => setEditing('new')} testId="operator-new">
          {t('console.operator.new')}
        </AllowedButton>
      }
    >
      <ProblemView error={list.error} />
      <Panel flush>
        <PlainTable
          rows={list.data?.rows ?? []}
          rowKey={(row) => row.operator_id}
          rowTestId="operator-row"
          empty={list.isPending ? t('console.loading') : t('console.operator.none')}
          columns={[
            {
              key: 'code',
              title: t('console.code'),
              renderCell: (row) => (
                <>
                  <CodeText value={row.code} size="sm" /> <DoubleFlag row={row} />
                </>
              ),
            },
            { key: 'name', title: t('console.name-of'), renderCell: (row) => row.name },
            { key: 'role', title: t('console.operator.role'), renderCell: (row) => roles.nameOf(row.role) },
            {
              key: 'pin',
              title: t('console.operator.pin'),
              renderCell: (row) =>
                row.pin_state === 'set' ? (
                  t('console.operator.pin-set')
                ) : (
                  <Tag tone="caution">
                    {t(row.pin_state === 'none' ? 'console.operator.no-pin' : 'console.operator.pin-due')}
                  </Tag>
                ),
            },
            {
              key: 'badge',
              title: t('console.operator.badge'),
              renderCell: (row) => (row.badge === null ? '–' : <CodeText value={row.badge} size="sm" />),
            },
            {
              key: 'warehouses',
              title: t('console.page.warehouses'),
              renderCell: (row) =>
                row.warehouse_ids === null
                  ? t('console.all')
                  : row.warehouse_ids.map((id) => names.get(id) ?? '?').join(', '),
            },
            {
              key: 'active',
              title: t('console.po.status'),
              renderCell: (row) => (
                <Tag tone={row.active ? 'good' : 'neutral'}>
                  {t(row.active ? 'console.operator.active' : 'console.operator.left')}
                </Tag>
              ),
            },
            {
              key: 'edit',
              title: '',
              align: 'end',
              renderCell: (row) => (
                <Group gap="xs" justify="flex-end" wrap="nowrap">
                  <ChangesLink id={row.operator_id} label={row.name} compact />
                  <AllowedButton
                    who="people"
                    size="compact-sm"
                    onClick={() => setEntering(row)}
                    testId="operator-entry"
                  >
                    {t('console.entry.open')}
                  </AllowedButton>
                  <AllowedButton who="people" size="compact-sm" onClick={() => setEditing(row)} testId="operator-edit">
                    {t('console.edit')}
                  </AllowedButton>
                </Group>
              ),
            },
          ]}
        />
      </Panel>
      {entering === null ? null : <EntryDialog row={entering} onClose={() => setEntering(null)} />}
      {editing === null ? null : (
        <OperatorDialog {...(editing === 'new' ? {} : { row: editing })} onClose={() => setEditing(null)} />
      )}
    </Page>
  );
}
