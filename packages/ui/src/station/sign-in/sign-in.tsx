import { Button, PasswordInput, TextInput } from '@mantine/core';
import type { CallFault, Finding } from '@serialbridge/protocol/station';
import { IconId } from '@tabler/icons-react';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { CodeText, FaultList } from '../../components/index.ts';
import { useT } from '../../i18n/index.ts';
import { ChangePinForm, type PinChange } from './change-pin.tsx';
import { Keypad } from './keypad.tsx';
import classes from './sign-in.module.css';
import { textFault } from '../scan/code-fault.ts';
import { takeBadge } from './take-badge.ts';
import { useScanTaker, useSession, useStation } from '../session/station-provider.tsx';
import { useCall } from '../session/use-call.ts';

/** A badge, or a code and a PIN. A scan here is always a badge; where the policy wants it, the PIN is asked for after it. */
export function SignIn(): ReactElement {
  const t = useT();
  const state = useStation();
  const [changing, setChanging] = useState<PinChange | null>(null);
  const alone = state?.badge_alone_signs_in ?? false;
  const [title, hint] =
    changing === null
      ? (['ui.sign-in.scan-badge', alone ? 'ui.sign-in.badge-alone' : 'ui.sign-in.badge-and-pin'] as const)
      : (['ui.pin.title', changing.pin === '' ? 'ui.pin.hint' : 'ui.pin.must-hint'] as const);
  return (
    <main className={classes['page']}>
      <section className={classes['intro']}>
        <p className={classes['app']}>{t(`ui.app.${state?.app ?? 'receivebridge'}`)}</p>
        <h1 className={classes['title']}>{t(title)}</h1>
        <p className={classes['hint']}>{t(hint)}</p>
        <p className={classes['station']}>
          {state?.station === null || state === null ? null : `${state.station.name} · ${state.station.warehouse_name}`}
        </p>
        <CentralKey />
      </section>
      {changing === null ? (
        <SignInForm alone={alone} onChangePin={setChanging} />
      ) : (
        <ChangePinForm who={changing} onBack={() => setChanging(null)} />
      )}
    </main>
  );
}

/** The key of central that this computer was paired with, as the console shows it: whoever pairs a station compares the two. */
function CentralKey(): ReactElement | null {
  const t = useT();
  const fingerprint = useStation()?.station?.central_fingerprint ?? null;
  if (fingerprint === null) return null;
  return (
    <p className={classes['key']} data-testid="central-key">
      <span>
        {t('ui.central-key')} <CodeText value={fingerprint} />
      </span>
      <span>{t('ui.central-key-why')}</span>
    </p>
  );
}

/** A badge that nobody has and that says that it is something else. */
function named(fault: CallFault, badge: string | null): CallFault | Finding {
  return (fault.code === 'auth.unknown-badge' && badge !== null ? textFault(badge, 'badge') : null) ?? fault;
}

function SignInForm({ alone, onChangePin }: { alone: boolean; onChangePin: (who: PinChange) => void }): ReactElement {
  const t = useT();
  const session = useSession();
  const { call, busy, faults } = useCall('station.sign_in', { aloud: false });
  const [badge, setBadge] = useState<string | null>(null);
  const [code, setCode] = useState('');
  const [pin, setPin] = useState('');
  const pinField = useRef<HTMLInputElement>(null);

  const [wrong, setWrong] = useState<Finding | null>(null);

  const tried = useRef('');
  const isDue = faults.some(({ code: fault }) => fault === 'auth.pin-must-change');
  useEffect(() => {
    if (isDue) onChangePin({ badge, code, pin: tried.current });
  }, [isDue, badge, code, onChangePin]);

  const signIn = async (credentials: Parameters<typeof call>[0]): Promise<void> => {
    tried.current = credentials.pin ?? '';
    setWrong(null);
    const done = await call(credentials);
    session.sounds.play(done === null ? 'refused' : 'accepted');
    if (done === null) setPin('');
  };
  useScanTaker((scan) => {
    const text = takeBadge(scan, setWrong);
    setBadge(text);
    if (text === null) return session.sounds.play('refused');
    setPin('');
    if (alone) void signIn({ badge: text, pin: null });
    else {
      session.sounds.play('info');
      pinField.current?.focus();
    }
  });
  const submit = (): void => {
    if (badge !== null && pin !== '') void signIn({ badge, pin });
    else if (badge === null && code !== '' && pin !== '') void signIn({ code, pin });
    else if (pin === '') pinField.current?.focus();
  };

  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {badge === null ? (
        <TextInput
          autoFocus
          label={t('ui.sign-in.code')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          data-testid="sign-in-code"
        />
      ) : (
        <div className={classes['badge']}>
          <IconId size={26} aria-hidden="true" />
          <span>{t('ui.sign-in.badge-read')}</span>
          <Button variant="default" size="compact-md" onClick={() => setBadge(null)}>
            {t('ui.sign-in.use-code')}
          </Button>
        </div>
      )}
      <PasswordInput
        ref={pinField}
        label={t('ui.sign-in.pin')}
        value={pin}
        onChange={(event) => setPin(event.currentTarget.value)}
        inputMode="none"
        autoComplete="off"
        visibilityToggleButtonProps={{ 'aria-label': t('ui.sign-in.show-pin') }}
        data-testid="sign-in-pin"
      />
      <Keypad
        onDigit={(digit) => setPin((old) => old + digit)}
        onErase={() => setPin((old) => old.slice(0, -1))}
        onClear={() => setPin('')}
      />
      <Button type="submit" size="lg" loading={busy} fullWidth data-testid="sign-in-submit">
        {t('ui.sign-in.submit')}
      </Button>
      <Button
        variant="default"
        fullWidth
        onClick={() => onChangePin({ badge, code, pin: '' })}
        data-testid="sign-in-change-pin"
      >
        {t('ui.pin.change')}
      </Button>
      <div className={classes['faults']}>
        <FaultList faults={wrong === null ? faults.map((fault) => named(fault, badge)) : [wrong]} />
      </div>
    </form>
  );
}
