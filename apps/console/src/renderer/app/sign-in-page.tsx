import { Anchor, Button, PasswordInput, SegmentedControl, TextInput } from '@mantine/core';
import { useT } from '@serialbridge/ui/i18n';
import { IconFingerprint } from '@tabler/icons-react';
import { useState, type ReactElement, type SyntheticEvent } from 'react';
import { PasskeyCancelled, passkeysNeed } from '../api/passkey.ts';
import { useEnter } from '../api/session.ts';
import { waitOf } from '../api/problem-of.ts';
import { NewPassword, useNewPassword } from '../components/new-password.tsx';
import { ProblemView } from '../components/problem-view.tsx';
import { BrandMark } from './brand-mark.tsx';
import classes from './sign-in-page.module.css';
import { useCountdown } from '../components/use-countdown.ts';

type Enter = ReturnType<typeof useEnter>;

/** Code (or badge) and password, a passkey, or a one-time code that sets a password. The address stays, so that a link that was opened is shown after signing in. */
export function SignInPage(): ReactElement {
  const t = useT();
  const [isFirst, setFirst] = useState(false);
  const enter = useEnter();
  const locked = useCountdown(waitOf(enter.error), enter.failureCount + enter.submittedAt);
  const change = (): void => {
    enter.reset();
    setFirst(!isFirst);
  };
  return (
    <main className={classes['page']}>
      <div className={classes['card']}>
        <div className={classes['brand']}>
          <BrandMark size={34} /> {t('console.name')}
        </div>
        {isFirst ? <FirstPassword enter={enter} locked={locked} /> : <ByPassword enter={enter} locked={locked} />}
        {isFirst ? null : <ByPasskey enter={enter} />}
        <Anchor component="button" type="button" size="sm" onClick={change} data-testid="sign-in-change">
          {t(isFirst ? 'console.sign-in.have-password' : 'console.sign-in.have-code')}
        </Anchor>
      </div>
    </main>
  );
}

/** What central said, or how long to wait. */
function Said({ enter, locked }: { enter: Enter; locked: number }): ReactElement | null {
  const t = useT();
  if (enter.error instanceof PasskeyCancelled) return <p role="alert">{t('console.passkey.cancelled')}</p>;
  if (locked <= 0) return <ProblemView error={enter.error} />;
  return (
    <p className={classes['locked']} role="alert" data-testid="sign-in-locked">
      {t('console.sign-in.locked', { time: clock(locked) })}
    </p>
  );
}

function ByPassword({ enter, locked }: { enter: Enter; locked: number }): ReactElement {
  const t = useT();
  const [way, setWay] = useState<'code' | 'badge'>('code');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [missing, setMissing] = useState(false);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const lacks = name.trim() === '' || password === '';
    setMissing(lacks);
    if (lacks || locked > 0) return;
    const body = way === 'code' ? { code: name.trim(), password } : { badge: name.trim(), password };
    enter.mutate({ by: 'password', body }, { onError: () => setPassword('') });
  };
  return (
    <form className={classes['form']} onSubmit={submit} noValidate data-testid="sign-in-form">
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
        label={t('console.sign-in.password')}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={missing && password === '' ? t('console.sign-in.password-missing') : undefined}
        autoComplete="current-password"
        data-testid="sign-in-password"
      />
      <Said enter={enter} locked={locked} />
      <Button
        type="submit"
        variant="filled"
        loading={enter.isPending}
        disabled={locked > 0}
        data-testid="sign-in-submit"
      >
        {t('console.sign-in.submit')}
      </Button>
    </form>
  );
}

/** Where the browser would refuse, the page says what is missing instead. */
function ByPasskey({ enter }: { enter: Enter }): ReactElement {
  const t = useT();
  const needs = passkeysNeed(window.location);
  if (needs !== null)
    return (
      <p className={classes['hint']} data-testid="passkey-needs">
        {t(needs)}
      </p>
    );
  return (
    <Button
      variant="default"
      leftSection={<IconFingerprint size={18} />}
      disabled={enter.isPending}
      onClick={() => enter.mutate({ by: 'passkey' })}
      data-testid="sign-in-passkey"
    >
      {t('console.sign-in.by-passkey')}
    </Button>
  );
}

function FirstPassword({ enter, locked }: { enter: Enter; locked: number }): ReactElement {
  const t = useT();
  const [code, setCode] = useState('');
  const [oneTime, setOneTime] = useState('');
  const [missing, setMissing] = useState(false);
  const fresh = useNewPassword({ code, name: '' });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const lacks = code.trim() === '' || oneTime.trim() === '';
    setMissing(lacks);
    const password = fresh.check();
    if (lacks || password === null || locked > 0) return;
    enter.mutate({ by: 'one-time-code', body: { code: code.trim(), one_time_code: oneTime.trim(), password } });
  };
  return (
    <form className={classes['form']} onSubmit={submit} noValidate data-testid="first-password-form">
      <p className={classes['hint']}>{t('console.sign-in.first-hint')}</p>
      <TextInput
        label={t('console.sign-in.code')}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        error={missing && code.trim() === '' ? t('console.sign-in.code-missing') : undefined}
        autoComplete="username"
        spellCheck={false}
        autoFocus
        data-testid="first-code"
      />
      <TextInput
        label={t('console.sign-in.one-time-code')}
        value={oneTime}
        onChange={(event) => setOneTime(event.currentTarget.value)}
        error={missing && oneTime.trim() === '' ? t('console.sign-in.one-time-code-missing') : undefined}
        placeholder="ABCD-EFGH-JKMN"
        autoComplete="one-time-code"
        spellCheck={false}
        data-testid="first-one-time-code"
      />
      <NewPassword fresh={fresh} />
      <Said enter={enter} locked={locked} />
      <Button type="submit" variant="filled" loading={enter.isPending} disabled={locked > 0} data-testid="first-submit">
        {t('console.sign-in.set-password')}
      </Button>
    </form>
  );
}

/** 14:05 */
function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
