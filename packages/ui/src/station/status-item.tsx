import type { ReactElement, ReactNode } from 'react';
import classes from './status-bar.module.css';

export interface StatusItemProps {
  readonly icon: ReactNode;
  readonly tone: 'neutral' | 'good' | 'caution' | 'bad';
  readonly title?: string;
  readonly onAct?: (() => void) | undefined;
  readonly testid?: string;
  /** For tests and style sheets: `data-state`. */
  readonly state?: string;
  /** Where the bar is too narrow: gives way before the others do, or after them. */
  readonly yields?: 'first' | 'last' | undefined;
  readonly children: ReactNode;
}

export function StatusItem({
  icon,
  tone,
  title,
  onAct,
  testid,
  state,
  yields,
  children,
}: StatusItemProps): ReactElement {
  const shared = {
    className: classes['item'],
    'data-tone': tone,
    'data-yields': yields,
    title,
    'data-testid': testid,
    'data-state': state,
  };
  if (onAct === undefined) {
    return (
      <span {...shared}>
        {icon}
        {children}
      </span>
    );
  }
  return (
    <button type="button" {...shared} onClick={onAct}>
      {icon}
      {children}
    </button>
  );
}
