import { PasswordInput } from '@mantine/core';
import { passwordFaults } from '@serialbridge/protocol/credentials';
import { useT } from '@serialbridge/ui/i18n';
import { useState, type ReactElement } from 'react';

interface FreshPassword {
  readonly password: string;
  readonly again: string;
  setPassword(text: string): void;
  setAgain(text: string): void;
  /** Every fault, once it was tried to save; in words. */
  readonly faults: readonly string[];
  readonly differs: boolean;
  /** The password if it may be sent; null: what is wrong is shown. */
  check(): string | null;
}

/** A new password that is typed twice, with the faults that central would find. */
export function useNewPassword(who: { readonly code: string; readonly name: string }): FreshPassword {
  const t = useT();
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const faults = passwordFaults(password, who);
  const differs = password !== again;
  return {
    password,
    again,
    setPassword,
    setAgain,
    faults: tried ? (password === '' ? [t('console.required')] : faults.map((id) => t(id))) : [],
    differs: tried && differs,
    check: () => {
      setTried(true);
      return faults.length > 0 || differs ? null : password;
    },
  };
}

export function NewPassword({ fresh }: { fresh: FreshPassword }): ReactElement {
  const t = useT();
  return (
    <>
      <PasswordInput
        label={t('console.password.new')}
        description={t('console.password.rule')}
        value={fresh.password}
        onChange={(event) => fresh.setPassword(event.currentTarget.value)}
        error={fresh.faults.length > 0 ? fresh.faults.join(' ') : undefined}
        autoComplete="new-password"
        data-testid="new-password"
      />
      <PasswordInput
        label={t('console.password.again')}
        value={fresh.again}
        onChange={(event) => fresh.setAgain(event.currentTarget.value)}
        error={fresh.differs ? t('console.password.differs') : undefined}
        autoComplete="new-password"
        data-testid="new-password-again"
      />
    </>
  );
}
