import type { ReactElement, ReactNode } from 'react';
import classes from './empty-state.module.css';

/** Says that there is nothing, and what to do about it. */
export function EmptyState({
  icon,
  title,
  hint,
  action,
}: {
  icon?: ReactNode;
  title: string;
  hint?: string;
  action?: ReactNode;
}): ReactElement {
  return (
    <div className={classes['empty']}>
      {icon}
      <p className={classes['title']}>{title}</p>
      {hint === undefined ? null : <p className={classes['hint']}>{hint}</p>}
      {action}
    </div>
  );
}
