import { useFormat } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
import classes from './progress.module.css';

/** "3 / 5" with a bar; more than expected is marked. */
export function Progress({ done, total }: { done: number; total: number }): ReactElement {
  const format = useFormat();
  const tone = done > total ? 'over' : done === total && total > 0 ? 'full' : 'open';
  return (
    <span className={classes['progress']} data-tone={tone}>
      <span className={classes['track']} aria-hidden="true">
        <span
          className={classes['fill']}
          style={{ width: `${total === 0 ? 0 : Math.min(100, (100 * done) / total)}%` }}
        />
      </span>
      <span>
        {format.count(done)} / {format.count(total)}
      </span>
    </span>
  );
}
