import { PasswordInput } from '@mantine/core';
import { useT } from '@serialbridge/ui/i18n';
import { useState, type ReactElement } from 'react';
import { isRefusedAs } from '../../api/problem-of.ts';
import { useAct } from '../../api/use-read.ts';
import { SaveDialog } from '../../components/dialog-frame.tsx';

/** The own PIN at stations, by the present one; whoever has none leaves that empty. The new one is typed twice, as at a station. */
export function PinDialog({ onClose }: { onClose: () => void }): ReactElement {
  const t = useT();
  const [pin, setPin] = useState('');
  const [fresh, setFresh] = useState('');
  const [again, setAgain] = useState('');
  const [asked, setAsked] = useState(false);
  const save = useAct<void, unknown>((central) =>
    central.call('account.change_pin', { body: { pin: pin === '' ? null : pin, new_pin: fresh } }),
  );
  const isWrong = isRefusedAs(save.error, 'auth.wrong-pin');
  const submit = (): void => {
    setAsked(true);
    if (fresh !== '' && fresh === again) save.mutate(undefined, { onSuccess: onClose });
  };
  return (
    <SaveDialog
      title={t('console.account-pin')}
      onClose={onClose}
      onSubmit={submit}
      save={{ isPending: save.isPending, error: isWrong ? null : save.error }}
      testId="pin-save"
    >
      <p>{t('console.account-pin-meaning')}</p>
      <PasswordInput
        label={t('console.account-pin-current')}
        description={t('console.account-pin-none')}
        value={pin}
        onChange={(event) => setPin(event.currentTarget.value)}
        error={isWrong ? t('console.account-pin-wrong') : undefined}
        inputMode="numeric"
        autoComplete="off"
        data-autofocus
        data-testid="current-pin"
      />
      <PasswordInput
        label={t('console.account-pin-new')}
        value={fresh}
        onChange={(event) => setFresh(event.currentTarget.value)}
        error={asked && fresh === '' ? t('console.required') : undefined}
        inputMode="numeric"
        autoComplete="off"
        data-testid="new-pin"
      />
      <PasswordInput
        label={t('console.account-pin-again')}
        value={again}
        onChange={(event) => setAgain(event.currentTarget.value)}
        error={asked && fresh !== again ? t('console.password.differs') : undefined}
        inputMode="numeric"
        autoComplete="off"
        data-testid="new-pin-again"
      />
    </SaveDialog>
  );
}
