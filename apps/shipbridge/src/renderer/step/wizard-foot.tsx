import type { Finding } from '@serialbridge/protocol/station';
import { useT } from '@serialbridge/ui/i18n';
import { IconHandStop } from '@tabler/icons-react';
import type { ReactElement, ReactNode } from 'react';
import classes from './wizard-foot.module.css';

export interface WizardFootProps {
  /** What keeps this step from being left, in sentences beside the button that is disabled by it. */
  readonly blockers: readonly Finding[];
  readonly ready: string;
  readonly children: ReactNode;
}

/** The foot of every step: why it cannot go on, or that it can; the deciding button last. */
export function WizardFoot({ blockers, ready, children }: WizardFootProps): ReactElement {
  const t = useT();
  return (
    <footer className={classes['foot']}>
      {blockers.length === 0 ? (
        <span className={classes['ready']}>{ready}</span>
      ) : (
        <ul className={classes['blockers']} data-testid="blockers" tabIndex={blockers.length > 4 ? 0 : undefined}>
          {blockers.map((blocker, index) => (
            <li key={`${blocker.code}-${index}`} data-code={blocker.code}>
              <IconHandStop size={20} aria-hidden="true" />
              {t(blocker)}
            </li>
          ))}
        </ul>
      )}
      {children}
    </footer>
  );
}
