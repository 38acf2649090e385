import { Group } from '@mantine/core';
import type { WarehouseListRow } from '@serialbridge/protocol/central';
import { CodeText, EmptyState, Panel } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import { useState, type ReactElement } from 'react';
import { Link, useSearchParams } from 'wouter';
import { useAct, useRead } from '../../api/use-read.ts';
import { ADDRESS } from '../../components/addresses.ts';
import { DoubleFlag } from '../../components/tags.tsx';
import { AllowedButton } from '../../components/allowed-button.tsx';
import { ChangesLink } from '../../components/changes-link.tsx';
import { CodeNameDialog } from '../../components/code-name-dialog.tsx';
import { Page } from '../../components/page.tsx';
import { PlainTable } from '../../components/plain-table.tsx';
import { ProblemView } from '../../components/problem-view.tsx';
import { Bins } from './bins.tsx';
import classes from '../../components/record-page.module.css';

export function WarehousesPage(): ReactElement {
  const t = useT();
  const format = useFormat();
  const [search, setSearch] = useSearchParams();
  const [editing, setEditing] = useState<WarehouseListRow | 'new' | null>(null);
  const list = useRead(['warehouses'], (central) => central.call('warehouses.list'));
  const save = useAct((central, { row, code, name }: { row: WarehouseListRow | null; code: string; name: string }) =>
    row === null
      ? central.call('warehouses.create', { body: { code, name } })
      : central.call('warehouses.update', {
          params: { warehouse_id: row.warehouse_id },
          body: { code, name, revision: row.revision },
        }),
  );
  const rows = list.data?.rows ?? [];
  const chosen = rows.find((row) => row.warehouse_id === search.get('warehouse')) ?? rows[0];
  const row = editing === 'new' ? null : editing;
  return (
    <Page
      title={t('console.page.warehouses')}
      actions={
        <AllowedButton
          who="warehouses.change"
          variant="filled"
          onClick={() => setEditing('new')}
          testId="warehouse-new"
        >
          {t('console.warehouse.new')}
        </AllowedButton>
      }
    >
      <ProblemView error={list.error} />
      <div className={classes['split']}>
        <Panel flush fill>
          <PlainTable
            rows={rows}
            rowKey={(one) => one.warehouse_id}
            rowTestId="warehouse-row"
            empty={list.isPending ? t('console.loading') : t('console.warehouse.none')}
            columns={[
              {
                key: 'code',
                title: t('console.code'),
                renderCell: (one) => (
                  <>
                    <CodeText value={one.code} size="sm" /> <DoubleFlag row={one} />
                  </>
                ),
              },
              { key: 'name', title: t('console.name-of'), renderCell: (one) => one.name },
              {
                key: 'bins',
                title: t('console.warehouse.bins'),
                align: 'end',
                renderCell: (one) => (
                  <button
                    type="button"
                    className="sb-link"
                    aria-pressed={one.warehouse_id === chosen?.warehouse_id}
                    onClick={() => setSearch({ warehouse: one.warehouse_id }, { replace: true })}
                  >
                    {t('console.warehouse.show-bins', { count: one.bins, text: format.count(one.bins) })}
                  </button>
                ),
              },
              {
                key: 'stations',
                title: t('console.page.stations'),
                align: 'end',
                renderCell: (one) => format.count(one.stations),
              },
              {
                key: 'units',
                title: t('console.page.units'),
                renderCell: (one) => (
                  <Link href={`${ADDRESS.units}?warehouse_id=${one.warehouse_id}&in_stock=true`}>
                    {t('console.warehouse.units')}
                  </Link>
                ),
              },
              {
                key: 'edit',
                title: '',
                align: 'end',
                renderCell: (one) => (
                  <Group gap="xs" justify="flex-end" wrap="nowrap">
                    <ChangesLink id={one.warehouse_id} label={one.code} compact />
                    <AllowedButton who="warehouses.change" size="compact-sm" onClick={() => setEditing(one)}>
                      {t('console.edit')}
                    </AllowedButton>
                  </Group>
                ),
              },
            ]}
          />
        </Panel>
        {chosen === undefined ? (
          <EmptyState title={t('console.warehouse.none')} />
        ) : (
          <Bins key={chosen.warehouse_id} warehouse={chosen} />
        )}
      </div>
      {editing === null ? null : (
        <CodeNameDialog
          title={t(row === null ? 'console.warehouse.new' : 'console.warehouse.edit')}
          value={row ?? { code: '', name: '' }}
          save={save}
          toInput={(value) => ({ row, ...value })}
          onClose={() => setEditing(null)}
        />
      )}
    </Page>
  );
}
