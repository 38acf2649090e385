import type { IdentifiedScan } from '@serialbridge/protocol/station';
import { Tag } from '../../../components/index.ts';
import { useFormat, useT } from '../../../i18n/index.ts';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { ControlText } from '../control-text.tsx';
import classes from './device-detail.module.css';

/** The last scan of this scanner: the code, what kind of code it was read as, and how it ended. */
export function ScannerDetail({ scan }: { scan: IdentifiedScan | null }): ReactElement {
  const t = useT();
  const format = useFormat();
  if (scan === null)
    return (
      <div className={classes['card']}>
        <p className={classes['quiet']}>{t('ui.scanner.nothing-yet')}</p>
      </div>
    );
  return (
    <div className={classes['card']} data-testid="scanner-scan">
      <p className={classes['code']}>
        <ControlText text={scan.text} />
      </p>
      {scan.gs1 === null ? null : (
        <p className={classes['gs1']}>
          <span>{t('ui.scanner.gs1')}</span> <code>{scan.gs1}</code>
        </p>
      )}
      <div className={classes['tags']}>
        {scan.aim_id === null ? (
          <Tag tone="caution" icon={<IconAlertTriangle size={16} />}>
            {t('ui.scanner.no-aim')}
          </Tag>
        ) : (
          <Tag tone="accent">{[scan.symbology, scan.aim_id].filter((part) => part !== null).join(' ')}</Tag>
        )}
        {scan.without_suffix ? (
          <Tag tone="caution" icon={<IconAlertTriangle size={16} />}>
            {t('ui.scanner.silence')}
          </Tag>
        ) : (
          <Tag tone="good" icon={<IconCircleCheck size={16} />}>
            {t('ui.scanner.ended')}
          </Tag>
        )}
        <Tag>{t(`ui.via.${scan.via}`)}</Tag>
        <time className={classes['quiet']}>{format.time(scan.at)}</time>
      </div>
      {scan.aim_id === null || scan.without_suffix ? (
        <p className={classes['quiet']}>{t('ui.scanner.set-it-up')}</p>
      ) : null}
    </div>
  );
}
