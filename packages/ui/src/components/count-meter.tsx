import type { ReactElement } from 'react';
import { useT } from '../i18n/use-t.ts';
import classes from './count-meter.module.css';

/** "3 of 5", readable across the bench, with a bar that never changes the height. */
export function CountMeter({ done, total, label }: { done: number; total: number; label: string }): ReactElement {
  const t = useT();
  const share = total === 0 ? 0 : Math.min(1, done / total);
  const tone = done > total ? 'over' : done === total && total > 0 ? 'full' : 'open';
  return (
    <div
      className={classes['meter']}
      data-tone={tone}
      role="img"
      aria-label={`${label}: ${t('ui.count-of', { done, total })}`}
    >
      <div className={classes['figures']}>
        <span className={classes['done']} data-testid="count-done">
          {done}
        </span>
        <span className={classes['total']}>{t('ui.of-total', { total })}</span>
      </div>
      <div className={classes['label']}>{label}</div>
      <div className={classes['track']}>
        <div className={classes['fill']} style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  );
}
