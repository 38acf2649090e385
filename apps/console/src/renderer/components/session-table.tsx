import { Button } from '@mantine/core';
import type { SessionRow } from '@serialbridge/protocol/central';
import { Tag } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
import { PlainTable } from './plain-table.tsx';
import { Stamp } from './stamp.tsx';

/** Where a person is signed in; each can be ended. */
export function SessionTable({
  rows,
  onEnd,
}: {
  readonly rows: readonly SessionRow[];
  readonly onEnd: (row: SessionRow) => void;
}): ReactElement {
  const t = useT();
  return (
    <PlainTable
      rows={rows}
      rowKey={(row) => row.session_id}
      rowTestId="session-row"
      empty={t('console.session-none')}
      columns={[
        {
          key: 'device',
          title: t('console.session-device'),
          renderCell: (row) => (
            <>
              {row.device} {row.current ? <Tag tone="good">{t('console.session-current')}</Tag> : null}
            </>
          ),
        },
        { key: 'address', title: t('console.session-address'), renderCell: (row) => row.address },
        {
          key: 'since',
          title: t('console.session-since'),
          width: '10rem',
          renderCell: (row) => <Stamp at={row.created_at} />,
        },
        {
          key: 'used',
          title: t('console.session-used'),
          width: '10rem',
          renderCell: (row) => <Stamp at={row.last_used_at} />,
        },
        {
          key: 'until',
          title: t('console.session-until'),
          width: '10rem',
          renderCell: (row) => <Stamp at={row.expires_at} />,
        },
        {
          key: 'end',
          title: '',
          align: 'end',
          renderCell: (row) =>
            row.current ? null : (
              <Button size="compact-sm" variant="default" onClick={() => onEnd(row)} data-testid="session-end">
                {t('console.session-end')}
              </Button>
            ),
        },
      ]}
    />
  );
}
