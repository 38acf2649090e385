import { Group } from '@mantine/core';
import type { VendorListRow } from '@serialbridge/protocol/central';
import { CodeText } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import { useState, type ReactElement } from 'react';
import { Link } from 'wouter';
import { useAct } from '../../api/use-read.ts';
import { ADDRESS } from '../../components/addresses.ts';
import { DoubleFlag } from '../../components/tags.tsx';
import { AllowedButton } from '../../components/allowed-button.tsx';
import { ChangesLink } from '../../components/changes-link.tsx';
import { CodeNameDialog } from '../../components/code-name-dialog.tsx';
import { ListPage } from '../../components/list-page.tsx';

type Editing = VendorListRow | 'new' | null;

export function VendorsPage(): ReactElement {
  const t = useT();
  const [editing, setEditing] = useState<Editing>(null);
  const save = useAct((central, { row, code, name }: { row: VendorListRow | null; code: string; name: string }) =>
    row === null
      ? central.call('vendors.create', { body: { code, name } })
      : central.call('vendors.update', {
          params: { vendor_id: row.vendor_id },
          body: { code, name, revision: row.revision },
        }),
  );
  const row = editing === 'new' ? null : editing;
  return (
    <>
      <ListPage<VendorListRow>
        name="vendor"
        title={t('console.page.vendors')}
        fields={[{ kind: 'text', name: 'text', label: t('console.vendor.text'), width: '16rem' }]}
        columns={[
          {
            key: 'code',
            title: t('console.code'),
            width: '12rem',
            renderCell: (vendor) => (
              <>
                <CodeText value={vendor.code} size="sm" /> <DoubleFlag row={vendor} />
              </>
            ),
          },
          { key: 'name', title: t('console.name-of'), renderCell: (vendor) => vendor.name },
          {
            key: 'orders',
            title: t('console.page.purchase-orders'),
            width: '12rem',
            renderCell: (vendor) => (
              <Link href={`${ADDRESS.purchase_orders}?vendor_id=${vendor.vendor_id}`}>
                {t('console.vendor.orders')}
              </Link>
            ),
          },
          {
            key: 'edit',
            title: '',
            width: '12rem',
            align: 'end',
            renderCell: (vendor) => (
              <Group gap="xs" justify="flex-end" wrap="nowrap">
                <ChangesLink id={vendor.vendor_id} label={vendor.code} compact />
                <AllowedButton who="records.change" size="compact-sm" onClick={() => setEditing(vendor)}>
                  {t('console.edit')}
                </AllowedButton>
              </Group>
            ),
          },
        ]}
        rowKey={(vendor) => vendor.vendor_id}
        read={(central, query) => central.call('vendors.list', { query })}
        renderActions={() => (
          <AllowedButton who="records.change" variant="filled" onClick={() => setEditing('new')} testId="vendor-new">
            {t('console.vendor.new')}
          </AllowedButton>
        )}
        empty={t('console.vendor.none')}
      />
      {editing === null ? null : (
        <CodeNameDialog
          title={t(row === null ? 'console.vendor.new' : 'console.vendor.edit')}
          value={row ?? { code: '', name: '' }}
          save={save}
          toInput={(value) => ({ row, ...value })}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  );
}
