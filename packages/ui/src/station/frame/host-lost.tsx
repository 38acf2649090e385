import { IconPlugConnectedX } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { FaultList } from '../../components/index.ts';
import { useT } from '../../i18n/index.ts';
import classes from './host-lost.module.css';
import { useFeedback, useHost, useStation } from '../session/station-provider.tsx';

/** Over everything while the host is away: what that means, that nothing is lost, what to do. Gone by itself when the host is back. */
export function HostLost(): ReactElement | null {
  const t = useT();
  const host = useHost();
  const known = useStation() !== null;
  const { last } = useFeedback();
  if (host.state === 'connected' || (host.state === 'connecting' && !known)) return null;
  const refused = host.state === 'refused';
  return (
    <div
      className={classes['cover']}
      role="alertdialog"
      aria-modal="true"
      aria-labelledby="host-lost-title"
      data-testid="host-lost"
    >
      <div className={classes['card']}>
        <IconPlugConnectedX size={72} stroke={1.5} aria-hidden="true" />
        <h1 id="host-lost-title" className={classes['title']}>
          {t(refused ? 'ui.host-lost.cannot-start' : 'ui.host-lost.title')}
        </h1>
        <ul className={classes['facts']}>
          <li>{t('ui.host-lost.scans')}</li>
          <li>{t('ui.host-lost.nothing-lost')}</li>
          <li>{t(refused ? 'ui.host-lost.what-to-do-refused' : 'ui.host-lost.what-to-do')}</li>
        </ul>
        <FaultList faults={host.faults} />
        <p className={classes['refused']}>
          {
            // Only what was refused because of it: an older refusal has nothing to do with the outage.
            last !== null && last.text !== null && last.headline.code.startsWith('host.')
              ? t('ui.host-lost.last', { text: last.text, why: t(last.headline) })
              : null
          }
        </p>
        <div className={classes['trying']} aria-hidden="true" />
      </div>
    </div>
  );
}
