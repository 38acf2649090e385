import type { ReactElement, ReactNode } from 'react';
import classes from './panel.module.css';

export interface PanelProps {
  readonly title?: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  /** Fills its place and lets its content scroll. */
  readonly fill?: boolean;
  readonly flush?: boolean;
  readonly className?: string | undefined;
}

/** A flat surface with a hairline, the only kind of box on the screens. */
export function Panel({ title, aside, children, fill = false, flush = false, className }: PanelProps): ReactElement {
  return (
    <section
      className={[classes['panel'], className].filter(Boolean).join(' ')}
      data-fill={fill || undefined}
      aria-label={title}
    >
      {title === undefined ? null : (
        <header className={classes['head']}>
          <h2 className={classes['title']}>{title}</h2>
          {aside}
        </header>
      )}
      <div className={classes['body']} data-flush={flush || undefined}>
        {children}
      </div>
    </section>
  );
}
