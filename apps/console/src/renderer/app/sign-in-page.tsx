import { Button, PasswordInput, SegmentedControl, TextInput } from '@mantine/core';
import { useT } from '@serialbridge/ui/i18n';
import { useState, type ReactElement, type SyntheticEvent } from 'react';
import { useSignIn } from '../api/session.ts';
import { waitOf } from '../api/problem-of.ts';
import { ProblemView } from '../components/problem-view.tsx';
import { BrandMark } from './brand-mark.tsx';
import classes from './sign-in-page.module.css';
import { useCountdown } from '../components/use-countdown.ts';

type Way = 'code' | 'badge';

/** Code and PIN, or badge and PIN. The address stays, so that a link that was opened is shown after signing in. */
export function SignInPage(): ReactElement {
  const t = useT();
  const [way, setWay] = useState<Way>('code');
  const [name, setName] = useState('');
  const [pin, setPin] = useState('');
  const [missing, setMissing] = useState(false);
  const signIn = useSignIn();
  const locked = useCountdown(waitOf(signIn.error), signIn.failureCount + signIn.submittedAt);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const lacks = name.trim() === '' || pin === '';
    setMissing(lacks);
    if (lacks || locked > 0) return;
    signIn.mutate(way === 'code' ? { code: name.trim(), pin } : { badge: name.trim(), pin }, {
      onError: () => setPin(''),
    });
  };
  return (
    <main className={classes['page']}>
      <form className={classes['card']} onSubmit={submit} noValidate data-testid="sign-in-form">
        <div className={classes['brand']}>
          <BrandMark size={34} /> {t('console.name')}
        </div>
        <p className={classes['hint']}>{t('console.sign-in.hint')}</p>
        <SegmentedControl
          value={way}
          onChange={(value) => {
            setWay(value === 'badge' ? 'badge' : 'code');
            setName('');
          }}
          data={[
            { value: 'code', label: t('console.sign-in.by-code') },
            { value: 'badge', label: t('console.sign-in.by-badge') },
          ]}
          data-testid="sign-in-way"
        />
        <TextInput
          key={way}
          label={t(`console.sign-in.${way}`)}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={missing && name.trim() === '' ? t(`console.sign-in.${way}-missing`) : undefined}
          autoComplete="username"
          spellCheck={false}
          autoFocus
          data-testid={`sign-in-${way}`}
        />
        <PasswordInput
          label={t('console.sign-in.pin')}
          value={pin}
          onChange={(event) => setPin(event.currentTarget.value)}
          error={missing && pin === '' ? t('console.sign-in.pin-missing') : undefined}
          inputMode="numeric"
          autoComplete="current-password"
          data-testid="sign-in-pin"
        />
        {locked > 0 ? null : <ProblemView error={signIn.error} />}
        {locked > 0 ? (
          <p className={classes['locked']} role="alert" data-testid="sign-in-locked">
            {t('console.sign-in.locked', { time: clock(locked) })}
          </p>
        ) : null}
        <Button
          type="submit"
          variant="filled"
          loading={signIn.isPending}
          disabled={locked > 0}
          data-testid="sign-in-submit"
        >
          {t('console.sign-in.submit')}
        </Button>
      </form>
    </main>
  );
}

/** 14:05 */
function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
