import type { CallFault, Finding } from '@serialbridge/protocol/station';
import { IconAlertOctagon, IconAlertTriangle } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useT } from '../i18n/use-t.ts';
import classes from './fault-list.module.css';

/** What was refused is seen, also where the page or dialog is longer than the screen. */
const show = (list: HTMLElement | null): void => list?.scrollIntoView?.({ block: 'nearest' });

/** Every fault in its own line, with its id for the person who is asked about it. Nothing to say: nothing shown. */
export function FaultList({
  faults,
  tone = 'bad',
}: {
  faults: readonly (Finding | CallFault)[];
  tone?: 'bad' | 'caution';
}): ReactElement | null {
  const t = useT();
  if (faults.length === 0) return null;
  const Icon = tone === 'bad' ? IconAlertOctagon : IconAlertTriangle;
  return (
    <ul ref={show} className={classes['list']} data-tone={tone} role="alert">
      {faults.map((fault, index) => (
        <li key={`${fault.code}-${index}`} className={classes['item']} data-code={fault.code}>
          <Icon size={22} aria-hidden="true" />
          <span>{t(fault)}</span>
          <code className={classes['code']}>{fault.code}</code>
        </li>
      ))}
    </ul>
  );
}
