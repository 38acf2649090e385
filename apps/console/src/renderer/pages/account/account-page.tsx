import { Button, Group } from '@mantine/core';
import { Panel } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import { useState, type ReactElement } from 'react';
import { useSigned, useSignOut } from '../../api/session.ts';
import { useAct, useRead } from '../../api/use-read.ts';
import { Page } from '../../components/page.tsx';
import { ProblemView } from '../../components/problem-view.tsx';
import { SessionTable } from '../../components/session-table.tsx';
import { PasskeyPanel } from './passkey-panel.tsx';
import { PasswordDialog } from './password-dialog.tsx';
import { PinDialog } from './pin-dialog.tsx';

/** The own ways in, and where somebody is signed in as oneself. */
export function AccountPage(): ReactElement {
  const t = useT();
  const { operator } = useSigned();
  const account = useRead(['account'], (central) => central.call('account.get'));
  const [open, setOpen] = useState<'password' | 'pin' | null>(null);
  const end = useAct((central, session_id: string) => central.call('account.end_session', { params: { session_id } }));
  const everywhere = useAct<void, unknown>((central) => central.call('account.sign_out_everywhere'));
  const signOut = useSignOut();
  const close = (): void => setOpen(null);
  return (
    <Page
      title={t('console.page.account')}
      note={t('console.account-note', { name: operator.name, code: operator.code })}
      scroll
      testId="account-page"
      actions={
        <Group gap="xs">
          <Button variant="default" onClick={() => setOpen('pin')} data-testid="change-pin">
            {t('console.account-pin')}
          </Button>
          <Button variant="filled" onClick={() => setOpen('password')} data-testid="change-password">
            {t('console.account-password')}
          </Button>
        </Group>
      }
    >
      <ProblemView error={account.error ?? end.error ?? everywhere.error} />
      {account.data === undefined ? null : <PasskeyPanel account={account.data} />}
      <Panel
        title={t('console.account-sessions')}
        flush
        aside={
          <Button
            size="compact-sm"
            variant="default"
            loading={everywhere.isPending}
            onClick={() => everywhere.mutate(undefined, { onSuccess: () => signOut.mutate() })}
            data-testid="sign-out-everywhere"
          >
            {t('console.sign-out-everywhere')}
          </Button>
        }
      >
        <SessionTable rows={account.data?.sessions ?? []} onEnd={(row) => end.mutate(row.session_id)} />
      </Panel>
      {open === 'password' ? <PasswordDialog onClose={close} /> : null}
      {open === 'pin' ? <PinDialog onClose={close} /> : null}
    </Page>
  );
}
