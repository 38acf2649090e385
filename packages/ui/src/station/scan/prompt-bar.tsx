import { IconBarcode } from '@tabler/icons-react';
import type { ReactElement, ReactNode } from 'react';
import classes from './prompt-bar.module.css';

/** What to do next, in one line under the verdict; its height never changes. */
export function PromptBar({ children, aside }: { children: ReactNode; aside?: ReactNode }): ReactElement {
  return (
    <div className={classes['bar']} data-testid="prompt">
      <IconBarcode size={30} aria-hidden="true" />
      <span className={classes['words']}>{children}</span>
      {aside}
    </div>
  );
}
