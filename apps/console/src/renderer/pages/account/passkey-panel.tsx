import { Button, Group, PasswordInput, TextInput } from '@mantine/core';
import type { Account, PasskeyRow } from '@serialbridge/protocol/central';
import { Panel } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import { useState, type ReactElement } from 'react';
import { makePasskey, PasskeyCancelled, passkeysNeed } from '../../api/passkey.ts';
import { isRefusedAs } from '../../api/problem-of.ts';
import { useAct } from '../../api/use-read.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { SaveDialog } from '../../components/dialog-frame.tsx';
import { PlainTable } from '../../components/plain-table.tsx';
import { Stamp } from '../../components/stamp.tsx';

/** The own passkeys; where the browser would make none, the panel says what it needs. */
export function PasskeyPanel({ account }: { account: Account }): ReactElement {
  const t = useT();
  const [open, setOpen] = useState<'add' | { readonly rename: PasskeyRow } | { readonly remove: PasskeyRow } | null>(
    null,
  );
  const needs = passkeysNeed(window.location) ?? account.passkeys_need;
  const close = (): void => setOpen(null);
  return (
    <Panel
      title={t('console.passkeys')}
      flush
      aside={
        needs === null ? (
          <Button size="compact-sm" variant="default" onClick={() => setOpen('add')} data-testid="passkey-add">
            {t('console.passkey.add')}
          </Button>
        ) : (
          <span data-testid="passkey-needs">{t(needs)}</span>
        )
      }
    >
      <PlainTable
        rows={account.passkeys}
        rowKey={(row) => row.passkey_id}
        rowTestId="passkey-row"
        empty={t('console.passkey.none')}
        columns={[
          { key: 'name', title: t('console.name-of'), renderCell: (row) => row.name },
          { key: 'host', title: t('console.passkey.works-at'), renderCell: (row) => row.host_name },
          {
            key: 'added',
            title: t('console.passkey.added'),
            width: '10rem',
            renderCell: (row) => <Stamp at={row.added_at} />,
          },
          {
            key: 'used',
            title: t('console.session-used'),
            width: '10rem',
            renderCell: (row) => <Stamp at={row.last_used_at} />,
          },
          {
            key: 'act',
            title: '',
            align: 'end',
            renderCell: (row) => (
              <Group gap="xs" justify="flex-end" wrap="nowrap">
                <Button size="compact-sm" variant="default" onClick={() => setOpen({ rename: row })}>
                  {t('console.passkey.rename')}
                </Button>
                <Button
                  size="compact-sm"
                  variant="default"
                  onClick={() => setOpen({ remove: row })}
                  data-testid="passkey-remove"
                >
                  {t('console.passkey.remove')}
                </Button>
              </Group>
            ),
          },
        ]}
      />
      {open === 'add' ? <AddDialog onClose={close} /> : null}
      {open !== null && open !== 'add' && 'rename' in open ? <RenameDialog row={open.rename} onClose={close} /> : null}
      {open !== null && open !== 'add' && 'remove' in open ? (
        <ConfirmDialog
          title={t('console.passkey.remove')}
          confirm={t('console.passkey.remove')}
          act={(central) => central.call('account.remove_passkey', { params: { passkey_id: open.remove.passkey_id } })}
          onClose={close}
        >
          <p>{t('console.passkey.remove-meaning', { name: open.remove.name })}</p>
        </ConfirmDialog>
      ) : null}
    </Panel>
  );
}

function AddDialog({ onClose }: { onClose: () => void }): ReactElement {
  const t = useT();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const save = useAct<void, void>((central) => makePasskey(central, name.trim(), password));
  const isCancelled = save.error instanceof PasskeyCancelled;
  const isWrong = !isCancelled && isRefusedAs(save.error, 'auth.wrong-password');
  return (
    <SaveDialog
      title={t('console.passkey.add')}
      onClose={onClose}
      onSubmit={() => save.mutate(undefined, { onSuccess: onClose })}
      save={{ isPending: save.isPending, error: isCancelled || isWrong ? null : save.error }}
      disabled={name.trim() === '' || password === ''}
      testId="passkey-save"
    >
      <p>{t('console.passkey.meaning', { host: window.location.hostname })}</p>
      <TextInput
        label={t('console.name-of')}
        description={t('console.passkey.name-meaning')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={100}
        data-autofocus
        data-testid="passkey-name"
      />
      <PasswordInput
        label={t('console.password.current')}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={isWrong ? t('console.password.wrong') : undefined}
        autoComplete="current-password"
        data-testid="passkey-password"
      />
      {isCancelled ? <p role="alert">{t('console.passkey.none-made')}</p> : null}
    </SaveDialog>
  );
}

function RenameDialog({ row, onClose }: { row: PasskeyRow; onClose: () => void }): ReactElement {
  const t = useT();
  const [name, setName] = useState(row.name);
  const save = useAct<void, unknown>((central) =>
    central.call('account.rename_passkey', { params: { passkey_id: row.passkey_id }, body: { name } }),
  );
  return (
    <SaveDialog
      title={t('console.passkey.rename')}
      onClose={onClose}
      onSubmit={() => save.mutate(undefined, { onSuccess: onClose })}
      save={save}
      disabled={name.trim() === ''}
      testId="passkey-rename"
    >
      <TextInput
        label={t('console.name-of')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={100}
        data-autofocus
      />
    </SaveDialog>
  );
}
