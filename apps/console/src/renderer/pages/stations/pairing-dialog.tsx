import { Button } from '@mantine/core';
import type { PairingCode } from '@serialbridge/protocol/central';
import { CodeText } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import { useState, type ReactElement } from 'react';
import { useSummary } from '../../api/session.ts';
import { useCountdown } from '../../components/use-countdown.ts';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import classes from './pairing-dialog.module.css';

interface PairingDialogProps {
  readonly code: PairingCode;
  readonly name: string;
  /** Of central's key. */
  readonly fingerprint: string;
  readonly onClose: () => void;
}

/** The code, large enough to be read from the station's keyboard; shown this once. */
export function PairingDialog({ code, name, fingerprint, onClose }: PairingDialogProps): ReactElement {
  const t = useT();
  const now = useSummary().data?.now;
  // Central's clock counts: the browser's may be wrong.
  const [seconds] = useState(() => Math.max(0, Math.ceil((code.expires_at - (now ?? Date.now())) / 1000)));
  const left = useCountdown(seconds, code.expires_at);
  const over = left === 0;
  const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  return (
    <DialogFrame
      title={t('console.station.pairing-title', { name })}
      onClose={onClose}
      onSubmit={onClose}
      actions={
        <Button type="submit" variant="filled" data-autofocus>
          {t('console.done')}
        </Button>
      }
    >
      <p className={`${classes['code']} ${over ? classes['over'] : ''}`} data-testid="pairing-code">
        {code.pairing_code}
      </p>
      <p className={classes['expiry']} role="status" data-testid="pairing-expiry">
        {over ? t('console.station.pairing-over') : t('console.station.pairing-left', { time })}
      </p>
      <ol className={classes['steps']}>
        <li>{t('console.station.step-open')}</li>
        <li>{t('console.station.step-address', { address: window.location.origin })}</li>
        <li>{t('console.station.step-type')}</li>
        <li>
          {t('console.station.step-compare')}{' '}
          <span className={classes['key']} data-testid="pairing-fingerprint">
            <CodeText value={fingerprint} />
          </span>
        </li>
      </ol>
    </DialogFrame>
  );
}
