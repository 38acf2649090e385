import type { StationState } from '@serialbridge/protocol/station';
import { IconAlertOctagon, IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useT } from '../../i18n/index.ts';
import classes from './notices.module.css';
import { useStore } from 'zustand';
import { useSession, useStation } from '../session/station-provider.tsx';

const ICON = { info: IconInfoCircle, warning: IconAlertTriangle, error: IconAlertOctagon } as const;

/** Sentences of the host, and of how the keyboard scanner is set up, that stay until their cause is gone. */
export function Notices(): ReactElement | null {
  const t = useT();
  const session = useSession();
  const scanner = useStore(session.scanner);
  const stale = useStore(session.stale);
  const own = [
    scanner.caps_lock ? 'ui.scan.caps-lock' : null,
    scanner.without_suffix ? 'ui.scan.without-suffix' : null,
  ].filter((code) => code !== null);
  const notices: StationState['notices'] = [
    // First: all that stands below may be older than what was done.
    ...stale.map(({ code, params }) => ({ level: 'error' as const, finding: { code, params } })),
    ...(useStation()?.notices ?? []),
    ...own.map((code) => ({ level: 'warning' as const, finding: { code, params: {} } })),
  ];
  if (notices.length === 0) return null;
  return (
    <ul className={classes['list']} data-testid="notices">
      {notices.map(({ level, finding }) => {
        const Icon = ICON[level];
        return (
          <li
            key={`${finding.code} ${String(finding.params['topic'] ?? '')}`}
            data-level={level}
            data-code={finding.code}
          >
            <Icon size={22} aria-hidden="true" />
            {t(finding)}
          </li>
        );
      })}
    </ul>
  );
}
