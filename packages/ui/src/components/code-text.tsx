import type { ReactElement } from 'react';
import classes from './code-text.module.css';

/** A serial or another code: fixed width, 0 and O apart, blanks and control characters visible, cut in the middle never. */
export function CodeText({ value, size = 'md' }: { value: string; size?: 'sm' | 'md' | 'lg' | 'xl' }): ReactElement {
  return (
    <span className={classes['code']} data-size={size} title={value}>
      {value.replaceAll('\u001D', '␝').replaceAll(/^ +| +$/gu, (blanks) => '␣'.repeat(blanks.length))}
    </span>
  );
}
