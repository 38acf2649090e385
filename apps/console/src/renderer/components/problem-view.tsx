import { useT } from '@serialbridge/ui/i18n';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { faultsOfProblem, problemOf, waitOf } from '../api/problem-of.ts';
import classes from './problem-view.module.css';

/** What the fields are called on the screens; any other is named as central names it. */
const FIELDS: Readonly<Record<string, string>> = {
  badge: 'console.operator.badge',
  code: 'console.code',
  name: 'console.name-of',
  new_pin: 'console.account-pin-new',
  password: 'console.password.new',
  pin: 'console.operator.pin',
};

/** In a long dialog what was refused would be below what is seen. */
const show = (problem: HTMLElement | null): void => problem?.scrollIntoView?.({ block: 'nearest' });

/** What central refused, with every fault at once and its id for whoever is asked about it. Nothing wrong: nothing shown. */
export function ProblemView({ error }: { error: unknown }): ReactElement | null {
  const t = useT();
  if (error === null || error === undefined) return null;
  const problem = problemOf(error);
  const wait = waitOf(error);
  return (
    <div ref={show} className={classes['problem']} role="alert" data-testid="problem" data-code={problem.code}>
      <IconAlertTriangle size={18} aria-hidden="true" />
      <ul className={classes['faults']}>
        {faultsOfProblem(problem).map((fault, index) => (
          <li key={`${fault.code}-${index}`} data-code={fault.code}>
            {fault.where === null ? null : (
              <span className={classes['where']}>{t(FIELDS[fault.where] ?? fault.where)}</span>
            )}
            <span>{t(fault)}</span> <code className={classes['code']}>{fault.code}</code>
          </li>
        ))}
        {wait === null ? null : <li data-testid="problem-wait">{waitSentence(t, wait)}</li>}
      </ul>
    </div>
  );
}

function waitSentence(t: ReturnType<typeof useT>, seconds: number): string {
  if (seconds < 90) return t('console.wait-seconds', { count: seconds });
  return t('console.wait-minutes', { count: Math.ceil(seconds / 60) });
}
