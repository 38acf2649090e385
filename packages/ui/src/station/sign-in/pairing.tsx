import { type ReactElement, useState } from 'react';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useT } from '../../i18n/index.ts';
import classes from './sign-in.module.css';
import { FaultList } from '../../components/index.ts';
import { useScanTaker, useSession } from '../session/station-provider.tsx';
import { useCall } from '../session/use-call.ts';

interface PairingFormProps {
  /** This computer is a station already: a supervisor's code and PIN are asked for too. */
  readonly needs_approval?: boolean;
  /** Known from an earlier pairing: then only the code is asked for. */
  readonly central_url?: string;
  readonly onPaired?: () => void;
}

/** Address and code. A scan goes where it belongs: an address to the address, anything else to the code. */
export function PairingForm({ central_url = '', needs_approval = false, onPaired }: PairingFormProps): ReactElement {
  const t = useT();
  const session = useSession();
  const { call, busy, faults } = useCall('station.pair', { aloud: false });
  const [url, setUrl] = useState(central_url);
  const [code, setCode] = useState('');
  const [approver, setApprover] = useState({ code: '', pin: '' });
  useScanTaker(({ text }) => {
    if (/^https?:\/\//iu.test(text)) setUrl(text);
    else setCode(text);
    session.sounds.play('info');
  });
  const pair = async (): Promise<void> => {
    const approval = needs_approval ? approver : null;
    const done = await call({ central_url: url, pairing_code: code.trim(), approval });
    session.sounds.play(done === null ? 'refused' : 'complete');
    if (done !== null) onPaired?.();
  };
  const wrongUrl = url !== '' && !URL.canParse(url);
  const isFilled = url !== '' && code !== '' && (!needs_approval || (approver.code !== '' && approver.pin !== ''));
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrongUrl && isFilled) void pair();
      }}
    >
      <TextInput
        autoFocus={central_url === ''}
        label={t('ui.pairing.central-url')}
        placeholder={t('ui.pairing.central-url-example')}
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value.trim())}
        error={wrongUrl ? t('ui.pairing.wrong-url') : undefined}
        inputMode="url"
        spellCheck={false}
        data-testid="pairing-url"
      />
      <TextInput
        data-autofocus={central_url === '' ? undefined : true}
        label={t('ui.pairing.code')}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
        data-testid="pairing-code"
      />
      {needs_approval ? (
        <div className={classes['pair']}>
          <p className={classes['why']}>{t('ui.pairing.supervisor-why')}</p>
          <TextInput
            label={t('ui.pairing.supervisor-code')}
            value={approver.code}
            onChange={(event) => setApprover({ ...approver, code: event.currentTarget.value })}
            autoComplete="off"
            spellCheck={false}
            data-testid="pairing-supervisor"
          />
          <PasswordInput
            label={t('ui.pairing.supervisor-pin')}
            value={approver.pin}
            onChange={(event) => setApprover({ ...approver, pin: event.currentTarget.value })}
            inputMode="numeric"
            autoComplete="off"
            data-testid="pairing-pin"
          />
        </div>
      ) : null}
      <Button
        type="submit"
        size="lg"
        fullWidth
        loading={busy}
        disabled={wrongUrl || !isFilled}
        data-testid="pairing-submit"
      >
        {t('ui.pairing.submit')}
      </Button>
      <div className={classes['faults']}>
        <FaultList faults={faults} />
      </div>
    </form>
  );
}

/** Joins this computer to central, once. */
export function Pairing(): ReactElement {
  const t = useT();
  return (
    <main className={classes['page']}>
      <section className={classes['intro']}>
        <h1 className={classes['title']}>{t('ui.pairing.title')}</h1>
        <p className={classes['hint']}>{t('ui.pairing.how')}</p>
      </section>
      <PairingForm />
    </main>
  );
}
