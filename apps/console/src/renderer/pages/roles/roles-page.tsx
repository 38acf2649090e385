import { Button, Group } from '@mantine/core';
import type { RoleListRow } from '@serialbridge/protocol/central';
import { CodeText, Panel, Tag } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import { useState, type ReactElement } from 'react';
import { useMay, useSigned } from '../../api/session.ts';
import { useAct } from '../../api/use-read.ts';
import { AllowedButton } from '../../components/allowed-button.tsx';
import { SaveDialog } from '../../components/dialog-frame.tsx';
import { ChangesLink } from '../../components/changes-link.tsx';
import { Page } from '../../components/page.tsx';
import { PlainTable } from '../../components/plain-table.tsx';
import { ProblemView } from '../../components/problem-view.tsx';
import { RoleDialog, RoleView } from './role-dialog.tsx';
import { useRoles } from './use-roles.ts';

type Doing = { readonly what: 'new' } | { readonly what: 'open' | 'delete'; readonly row: RoleListRow };

/** Roles: the built-in ones, to be read, and the house's own. */
export function RolesPage(): ReactElement {
  const t = useT();
  const format = useFormat();
  const roles = useRoles();
  const [doing, setDoing] = useState<Doing | null>(null);
  const may = useMay('roles');
  const { rights: own } = useSigned();
  /** A built-in role is nobody's to change, and a role with more rights than one has oneself is not one's own to. */
  const mayChange = (row: RoleListRow): boolean =>
    may && row.role_id !== null && row.rights.every((right) => own.includes(right));
  return (
    <Page
      title={t('console.page.roles')}
      scroll
      actions={
        <AllowedButton who="roles" variant="filled" onClick={() => setDoing({ what: 'new' })} testId="role-new">
          {t('console.role.new')}
        </AllowedButton>
      }
    >
      <ProblemView error={roles.error} />
      <Panel flush>
        <PlainTable
          rows={roles.rows}
          rowKey={(row) => row.code}
          rowTestId="role-row"
          empty={roles.isPending ? t('console.loading') : ''}
          columns={[
            {
              key: 'name',
              title: t('console.name-of'),
              renderCell: (row) => <strong>{roles.nameOf(row.code)}</strong>,
            },
            { key: 'code', title: t('console.code'), renderCell: (row) => <CodeText value={row.code} size="sm" /> },
            {
              key: 'kind',
              title: t('console.role.kind'),
              renderCell: (row) => (
                <Tag tone={row.role_id === null ? 'neutral' : 'accent'}>
                  {t(row.role_id === null ? 'console.role.built-in' : 'console.role.own')}
                </Tag>
              ),
            },
            {
              key: 'rights',
              title: t('console.role.rights'),
              align: 'end',
              renderCell: (row) => format.count(row.rights.length),
            },
            {
              key: 'people',
              title: t('console.role.people'),
              align: 'end',
              renderCell: (row) => format.count(row.people),
            },
            {
              key: 'act',
              title: '',
              align: 'end',
              renderCell: (row) => (
                <Group gap="xs" justify="flex-end" wrap="nowrap">
                  {row.role_id === null ? null : <ChangesLink id={row.role_id} label={row.name ?? row.code} compact />}
                  <Button
                    variant="default"
                    size="compact-sm"
                    onClick={() => setDoing({ what: 'open', row })}
                    data-testid="role-open"
                  >
                    {t(mayChange(row) ? 'console.edit' : 'console.role.look')}
                  </Button>
                  {mayChange(row) ? (
                    <Button
                      variant="default"
                      size="compact-sm"
                      disabled={row.people > 0}
                      title={row.people > 0 ? t('console.role.in-use') : undefined}
                      onClick={() => setDoing({ what: 'delete', row })}
                      data-testid="role-delete"
                    >
                      {t('console.role.delete')}
                    </Button>
                  ) : null}
                </Group>
              ),
            },
          ]}
        />
      </Panel>
      {doing === null ? null : doing.what === 'new' ? (
        <RoleDialog onClose={() => setDoing(null)} />
      ) : doing.what === 'delete' ? (
        <DeleteDialog row={doing.row} onClose={() => setDoing(null)} />
      ) : mayChange(doing.row) ? (
        <RoleDialog row={doing.row} onClose={() => setDoing(null)} />
      ) : (
        <RoleView
          title={roles.nameOf(doing.row.code)}
          rights={doing.row.rights}
          hint={t(
            doing.row.role_id === null
              ? 'console.role.built-in-hint'
              : may
                ? 'console.role.beyond-hint'
                : 'console.role.read-only-hint',
          )}
          onClose={() => setDoing(null)}
        />
      )}
    </Page>
  );
}

function DeleteDialog({ row, onClose }: { row: RoleListRow; onClose: () => void }): ReactElement {
  const t = useT();
  const remove = useAct((central) =>
    central.call('roles.delete', {
      params: { role_id: row.role_id ?? '' },
      query: { revision: row.revision ?? '' },
    }),
  );
  return (
    <SaveDialog
      title={t('console.role.delete-title', { name: row.name ?? row.code })}
      onClose={onClose}
      onSubmit={() => remove.mutate(undefined, { onSuccess: onClose })}
      save={remove}
      word={t('console.role.delete')}
      testId="role-delete-confirm"
    >
      <p>{t('console.role.delete-hint')}</p>
    </SaveDialog>
  );
}
