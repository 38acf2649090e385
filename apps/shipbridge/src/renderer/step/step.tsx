import type { ReactElement, ReactNode } from 'react';
import classes from './step.module.css';

/** A step's place: its columns, and its foot under them. */
export function Step({
  columns,
  children,
  foot,
}: {
  columns: string;
  children: ReactNode;
  foot: ReactNode;
}): ReactElement {
  return (
    <div className={classes['step']}>
      <div className={classes['columns']} style={{ gridTemplateColumns: columns }}>
        {children}
      </div>
      {foot}
    </div>
  );
}
