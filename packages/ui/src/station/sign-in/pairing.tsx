import { type ReactElement, useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import { useT } from '../../i18n/index.ts';
import classes from './sign-in.module.css';
import { FaultList } from '../../components/index.ts';
import { useScanTaker, useSession } from '../session/station-provider.tsx';
import { useCall } from '../session/use-call.ts';

interface PairingFormProps {
  /** Known from an earlier pairing: then only the code is asked for. */
  readonly central_url?: string;
  readonly onPaired?: () => void;
}

/** Address and code. A scan goes where it belongs: an address to the address, anything else to the code. */
export function PairingForm({ central_url = '', onPaired }: PairingFormProps): ReactElement {
  const t = useT();
  const session = useSession();
  const { call, busy, faults } = useCall('station.pair', { aloud: false });
  const [url, setUrl] = useState(central_url);
  const [code, setCode] = useState('');
  useScanTaker(({ text }) => {
    if (/^https?:\/\//iu.test(text)) setUrl(text);
    else setCode(text);
    session.sounds.play('info');
  });
  const pair = async (): Promise<void> => {
    const done = await call({ central_url: url, pairing_code: code.trim() });
    session.sounds.play(done === null ? 'refused' : 'complete');
    if (done !== null) onPaired?.();
  };
  const wrongUrl = url !== '' && !URL.canParse(url);
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrongUrl && url !== '' && code !== '') void pair();
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
      <Button
        type="submit"
        size="lg"
        fullWidth
        loading={busy}
        disabled={wrongUrl || url === '' || code === ''}
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
