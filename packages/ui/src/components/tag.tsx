import type { ReactElement, ReactNode } from 'react';
import classes from './tag.module.css';

export type Tone = 'neutral' | 'good' | 'done' | 'caution' | 'bad' | 'accent';

/** A state in one or two words. The words carry the meaning; the tone only helps. */
export function Tag({
  tone = 'neutral',
  icon,
  children,
}: {
  tone?: Tone;
  icon?: ReactNode;
  children: ReactNode;
}): ReactElement {
  return (
    <span className={classes['tag']} data-tone={tone}>
      {icon}
      {children}
    </span>
  );
}
