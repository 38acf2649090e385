import type { ReactElement } from 'react';
import classes from './key-hint.module.css';

/** The key that does the same as the button it stands on. */
export function KeyHint({ keys }: { keys: string }): ReactElement {
  return (
    <kbd className={classes['hint']} aria-hidden="true">
      {keys}
    </kbd>
  );
}
