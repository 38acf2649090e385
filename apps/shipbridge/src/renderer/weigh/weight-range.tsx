import { useFormat, useT } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
import classes from './weigh-step.module.css';

/** Where the weight lies against what it should be: the middle third of the bar is allowed. */
export function WeightRange({
  weight_g,
  expected_g,
  tolerance_g,
}: {
  weight_g: number | null;
  expected_g: number;
  tolerance_g: number;
}): ReactElement {
  const t = useT();
  const format = useFormat();
  const share = weight_g === null || tolerance_g === 0 ? 0.5 : 0.5 + (weight_g - expected_g) / (6 * tolerance_g);
  return (
    <div className={classes['range']}>
      <div className={classes['bar']} aria-hidden="true">
        <span className={classes['allowed']} />
        {weight_g === null ? null : (
          <span className={classes['needle']} style={{ left: `${Math.min(0.985, Math.max(0.015, share)) * 100}%` }} />
        )}
      </div>
      <span>
        {t('shipbridge.weigh.expected', {
          expected: format.weight(expected_g),
          tolerance: format.weight(Math.round(tolerance_g)),
        })}
      </span>
    </div>
  );
}
