import type { LastScan } from '@serialbridge/protocol/station';
import { IconArrowBackUp } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { ActionButton, CodeText, EmptyState, Panel } from '../../components/index.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import classes from './last-scans.module.css';
import { scannedText } from './scanned-text.ts';
import { VerdictMark } from './verdict-mark.tsx';

export interface LastScansProps {
  readonly scans: readonly LastScan[];
  readonly canUndo: boolean;
  readonly onUndo: () => void;
  readonly busy: boolean;
}

/** What was scanned, newest first; Undo takes the last accepted one back. */
export function LastScans({ scans, canUndo, onUndo, busy }: LastScansProps): ReactElement {
  const t = useT();
  const format = useFormat();
  return (
    <Panel
      title={t('ui.last-scans.title')}
      fill
      flush
      aside={
        <ActionButton
          variant="subtle"
          label={t('ui.last-scans.undo')}
          keys="Ctrl+Z"
          icon={<IconArrowBackUp size={20} />}
          onAct={onUndo}
          disabled={!canUndo}
          busy={busy}
          data-testid="undo-button"
        />
      }
    >
      {scans.length === 0 ? <EmptyState title={t('ui.last-scans.empty')} /> : null}
      <ol className={classes['list']} data-testid="last-scans">
        {scans.map((scan) => (
          <li key={scan.feedback_id} className={classes['row']} data-level={scan.level} title={t(scan.headline)}>
            <VerdictMark level={scan.level} className={classes['mark']} />
            <span className={classes['code']}>
              <CodeText value={scannedText(scan.text, t)} />
            </span>
            <span className={classes['words']}>{t(scan.headline)}</span>
            <time className={classes['time']}>{format.time(scan.at)}</time>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
