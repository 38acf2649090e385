import { PasswordInput } from '@mantine/core';
import { useT } from '@serialbridge/ui/i18n';
import { useState, type ReactElement } from 'react';
import { isRefusedAs } from '../../api/problem-of.ts';
import { useSigned } from '../../api/session.ts';
import { useAct } from '../../api/use-read.ts';
import { SaveDialog } from '../../components/dialog-frame.tsx';
import { NewPassword, useNewPassword } from '../../components/new-password.tsx';

/** The own password, by the present one; the own other sessions end with it. */
export function PasswordDialog({ onClose }: { onClose: () => void }): ReactElement {
  const t = useT();
  const { operator } = useSigned();
  const [current, setCurrent] = useState('');
  const [asked, setAsked] = useState(false);
  const fresh = useNewPassword(operator);
  const save = useAct((central, password: string) =>
    central.call('account.change_password', { body: { current_password: current, password } }),
  );
  const isWrong = isRefusedAs(save.error, 'auth.wrong-password');
  const submit = (): void => {
    setAsked(true);
    const password = fresh.check();
    if (password !== null && current !== '') save.mutate(password, { onSuccess: onClose });
  };
  return (
    <SaveDialog
      title={t('console.account-password')}
      onClose={onClose}
      onSubmit={submit}
      save={{ isPending: save.isPending, error: isWrong ? null : save.error }}
      testId="password-save"
    >
      <p>{t('console.password.others-end')}</p>
      <PasswordInput
        label={t('console.password.current')}
        value={current}
        onChange={(event) => setCurrent(event.currentTarget.value)}
        error={asked && current === '' ? t('console.required') : isWrong ? t('console.password.wrong') : undefined}
        autoComplete="current-password"
        data-autofocus
        data-testid="current-password"
      />
      <NewPassword fresh={fresh} />
    </SaveDialog>
  );
}
