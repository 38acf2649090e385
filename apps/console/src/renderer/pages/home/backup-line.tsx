import type { Summary } from '@serialbridge/protocol/central';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import { IconAlertTriangle, IconDatabase } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import classes from './home-page.module.css';

/** When central was last backed up, and a warning when that is too long ago: stations forget only what a backup holds. */
export function BackupLine({ summary }: { summary: Summary }): ReactElement {
  const t = useT();
  const format = useFormat();
  const { last, due } = summary.backup;
  const Icon = due ? IconAlertTriangle : IconDatabase;
  return (
    <p className={classes['backup']} data-due={due || undefined} data-testid="backup-line">
      <Icon size={18} aria-hidden="true" />
      <span>
        {last === null
          ? t('console.backup.none')
          : t('console.backup.last', {
              age: format.age(Math.max(0, summary.now - last.marked_at)),
              by: last.by,
              behind: format.count(Math.max(0, summary.version - last.version)),
            })}
        {due ? ` ${t('console.backup.due')}` : ''}
      </span>
    </p>
  );
}
