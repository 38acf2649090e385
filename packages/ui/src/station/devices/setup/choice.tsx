import type { ReactElement, ReactNode } from 'react';
import classes from './setup.module.css';

export interface ChoiceProps {
  readonly group: string;
  readonly checked: boolean;
  readonly onChoose: () => void;
  readonly title: string;
  readonly hint?: string;
  readonly icon?: ReactNode;
  readonly aside?: ReactNode;
  readonly focus?: boolean;
}

/** One of several, as a row: a real radio button, so that arrows move and Enter goes on. */
export function Choice({
  group,
  checked,
  onChoose,
  title,
  hint,
  icon,
  aside,
  focus = false,
}: ChoiceProps): ReactElement {
  return (
    <label className={classes['choice']} data-checked={checked || undefined}>
      <input type="radio" name={group} checked={checked} onChange={onChoose} autoFocus={focus} aria-label={title} />
      {icon}
      <span className={classes['choice-words']}>
        <strong>{title}</strong>
        {hint === undefined ? null : <span>{hint}</span>}
      </span>
      {aside}
    </label>
  );
}
