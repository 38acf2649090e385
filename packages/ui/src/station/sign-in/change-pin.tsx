import { Button, PasswordInput, TextInput } from '@mantine/core';
import type { CallFault, Finding } from '@serialbridge/protocol/station';
import { useRef, useState, type ReactElement } from 'react';
import { FaultList } from '../../components/index.ts';
import { useT } from '../../i18n/index.ts';
import { takeBadge } from './take-badge.ts';
import { useScanTaker, useSession } from '../session/station-provider.tsx';
import { useCall } from '../session/use-call.ts';
import { Keypad } from './keypad.tsx';
import classes from './sign-in.module.css';

/** Who changes the PIN, as far as the sign-in knows it already. */
export interface PinChange {
  readonly badge: string | null;
  readonly code: string;
  readonly pin: string;
}

const FIELDS = ['pin', 'new_pin', 'again'] as const;
type Field = (typeof FIELDS)[number];
const MISMATCH: CallFault = { code: 'ui.pin.mismatch', message: 'The two new PINs differ.', params: {} };

/** The present PIN, and the new one twice. The keypad types into whichever field is meant; Enter goes on to the next. */
export function ChangePinForm({ who, onBack }: { who: PinChange; onBack: () => void }): ReactElement {
  const t = useT();
  const session = useSession();
  const { call, busy, faults } = useCall('station.change_pin', { aloud: false });
  const [badge, setBadge] = useState(who.badge);
  const [code, setCode] = useState(who.code);
  const [typed, setTyped] = useState<Record<Field, string>>({ pin: who.pin, new_pin: '', again: '' });
  const [field, setField] = useState<Field>(who.pin === '' ? 'pin' : 'new_pin');
  const [wrong, setWrong] = useState<Finding | null>(null);
  const [differs, setDiffers] = useState(false);
  const inputs = useRef<Partial<Record<Field, HTMLInputElement | null>>>({});
  const goTo = (next: Field): void => {
    setField(next);
    inputs.current[next]?.focus();
  };
  const change = (name: Field, of: (old: string) => string): void =>
    setTyped((old) => ({ ...old, [name]: of(old[name]) }));
  useScanTaker((scan) => {
    const text = takeBadge(scan, setWrong);
    if (text === null) return session.sounds.play('refused');
    setBadge(text);
    session.sounds.play('info');
  });

  const submit = async (): Promise<void> => {
    const empty = FIELDS.find((name) => typed[name] === '');
    if (empty !== undefined) return goTo(empty);
    const { pin, new_pin, again } = typed;
    const isSame = new_pin === again;
    setDiffers(!isSame);
    setWrong(null);
    const done = isSame ? await call(badge === null ? { code, pin, new_pin } : { badge, pin, new_pin }) : null;
    session.sounds.play(done === null ? 'refused' : 'accepted');
    if (done !== null) return;
    setTyped((old) => ({ ...old, new_pin: '', again: '' }));
    goTo('new_pin');
  };

  const fieldOf = (name: Field): ReactElement => (
    <PasswordInput
      ref={(input) => {
        inputs.current[name] = input;
      }}
      autoFocus={name === field && (badge !== null || who.code !== '')}
      label={t(`ui.pin.${name}`)}
      value={typed[name]}
      onChange={(event) => {
        const { value } = event.currentTarget;
        change(name, () => value);
      }}
      onFocus={() => setField(name)}
      inputMode="none"
      autoComplete="off"
      visibilityToggleButtonProps={{ 'aria-label': t('ui.sign-in.show-pin') }}
      data-testid={`change-pin-${name}`}
    />
  );

  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {badge === null ? (
        <TextInput
          autoFocus={who.code === ''}
          label={t('ui.sign-in.code')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          data-testid="change-pin-code"
        />
      ) : null}
      {fieldOf('pin')}
      <div className={classes['pair']}>
        {fieldOf('new_pin')}
        {fieldOf('again')}
      </div>
      <Keypad
        onDigit={(digit) => change(field, (old) => old + digit)}
        onErase={() => change(field, (old) => old.slice(0, -1))}
        onClear={() => change(field, () => '')}
      />
      <FaultList faults={wrong !== null ? [wrong] : differs ? [MISMATCH] : faults} />
      <div className={classes['acts']}>
        <Button variant="default" size="lg" onClick={onBack}>
          {t('ui.pin.back')}
        </Button>
        <Button type="submit" size="lg" loading={busy} data-testid="change-pin-submit">
          {t('ui.pin.submit')}
        </Button>
      </div>
    </form>
  );
}
