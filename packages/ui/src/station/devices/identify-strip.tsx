import type { DevicesState } from '@serialbridge/protocol/station';
import { useT } from '../../i18n/index.ts';
import { IconFocusCentered } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import classes from './device-room.module.css';
import { visibleText } from './visible-bytes.ts';

/** "Which scanner is this?": scan anything, and it is said here where that came from. Read aloud, too. */
export function IdentifyStrip({ state, fresh }: { state: DevicesState; fresh: boolean }): ReactElement {
  const t = useT();
  const scan = fresh ? state.last_scan : null;
  const from =
    scan === null
      ? null
      : (state.devices.find(({ device_id: id }) => id === scan.device_id)?.name ??
        t(
          scan.via === 'wedge'
            ? 'ui.device.keyboard-only'
            : scan.via === 'screen'
              ? 'ui.identify.screen'
              : 'ui.identify.gone',
        ));
  return (
    <div
      className={classes['identify']}
      role="status"
      aria-live="polite"
      data-fresh={fresh || undefined}
      data-testid="identify"
    >
      <IconFocusCentered size={24} aria-hidden="true" />
      {scan === null || from === null ? (
        <span>{t('ui.identify.how')}</span>
      ) : (
        <span>
          {t('ui.identify.from')} <strong>{from}</strong> <code>{visibleText(scan.text)}</code>
        </span>
      )}
    </div>
  );
}
