import { Tag } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import { useStation } from '@serialbridge/ui/station';
import type { ReactElement } from 'react';
import classes from './weigh-step.module.css';

/** Whether the scale answers, before somebody waits for it. */
export function ScaleState({ reading }: { reading: boolean }): ReactElement {
  const t = useT();
  const scale = useStation()?.devices.find((device) => device.kind === 'scale') ?? null;
  if (scale === null) return <span className={classes['scale-words']}>{t('shipbridge.scale.none')}</span>;
  const tone = scale.state === 'open' ? 'good' : scale.state === 'opening' ? 'caution' : 'bad';
  return (
    <span className={classes['scale-words']} data-testid="scale-state" data-state={reading ? 'reading' : scale.state}>
      <Tag tone={reading ? 'accent' : tone}>
        {reading ? t('shipbridge.scale.reading') : t(`ui.device.${scale.state}`)}
      </Tag>
      <span>{scale.detail === null ? scale.name : t(scale.detail)}</span>
    </span>
  );
}
