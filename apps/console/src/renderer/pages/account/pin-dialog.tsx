import { PasswordInput } from '@mantine/core';
import { useT } from '@serialbridge/ui/i18n';
import { useState, type ReactElement } from 'react';
import { useAct } from '../../api/use-read.ts';
import { SaveDialog } from '../../components/dialog-frame.tsx';

/** The own PIN at stations, by the present one; whoever has none leaves that empty. */
export function PinDialog({ onClose }: { onClose: () => void }): ReactElement {
  const t = useT();
  const [pin, setPin] = useState('');
  const [fresh, setFresh] = useState('');
  const save = useAct<void, unknown>((central) =>
    central.call('account.change_pin', { body: { pin: pin === '' ? null : pin, new_pin: fresh } }),
  );
  return (
    <SaveDialog
      title={t('console.account-pin')}
      onClose={onClose}
      onSubmit={() => save.mutate(undefined, { onSuccess: onClose })}
      save={save}
      disabled={fresh === ''}
      testId="pin-save"
    >
      <p>{t('console.account-pin-meaning')}</p>
      <PasswordInput
        label={t('console.account-pin-current')}
        description={t('console.account-pin-none')}
        value={pin}
        onChange={(event) => setPin(event.currentTarget.value)}
        inputMode="numeric"
        autoComplete="off"
        data-autofocus
        data-testid="current-pin"
      />
      <PasswordInput
        label={t('console.account-pin-new')}
        value={fresh}
        onChange={(event) => setFresh(event.currentTarget.value)}
        inputMode="numeric"
        autoComplete="off"
        data-testid="new-pin"
      />
    </SaveDialog>
  );
}
