import { Menu, ActionIcon } from '@mantine/core';
import type { PairingCode, StationListRow } from '@serialbridge/protocol/central';
import { CodeText, Panel, Tag } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import { IconDots } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { Link } from 'wouter';
import { useAct, useRead } from '../../api/use-read.ts';
import { useMay } from '../../api/session.ts';
import { ADDRESS } from '../../components/addresses.ts';
import { AllowedButton } from '../../components/allowed-button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Page } from '../../components/page.tsx';
import { PlainTable } from '../../components/plain-table.tsx';
import { ProblemView } from '../../components/problem-view.tsx';
import { OutboxDialog } from './outbox-dialog.tsx';
import { OutboxImports } from './outbox-imports.tsx';
import { PairingDialog } from './pairing-dialog.tsx';
import { RevokeDialog } from './revoke-dialog.tsx';
import { StationDialog } from './station-dialog.tsx';
import classes from './stations-page.module.css';

type Doing =
  | { readonly what: 'create' | 'outbox' }
  | { readonly what: 'edit' | 'revoke' | 'pair'; readonly row: StationListRow }
  | { readonly what: 'pairing'; readonly name: string; readonly code: PairingCode };

/** Nobody sees this much in the time of an event; more makes people look for things on the wrong day. */
const CLOCK_OFF_MS = 5 * 60 * 1000;

function WrongClock({ row: { clock_offset_ms } }: { row: StationListRow }): ReactElement | null {
  const t = useT();
  const format = useFormat();
  const off = Math.abs(clock_offset_ms ?? 0);
  if (off < CLOCK_OFF_MS) return null;
  return (
    <span title={t('console.station.clock-wrong-meaning')} data-testid="station-clock-wrong">
      <Tag tone="caution">{t('console.station.clock-wrong', { age: format.age(off) })}</Tag>
    </span>
  );
}

export function StationsPage(): ReactElement {
  const t = useT();
  const format = useFormat();
  const list = useRead(['stations'], (central) => central.call('stations.list'));
  const [doing, setDoing] = useState<Doing | null>(null);
  const close = (): void => setDoing(null);
  const now = list.data?.now ?? 0;
  const head = list.data?.version ?? 0;
  return (
    <Page
      title={t('console.page.stations')}
      scroll
      actions={
        <>
          <AllowedButton who="recovery" onClick={() => setDoing({ what: 'outbox' })} testId="outbox-open">
            {t('console.outbox.open')}
          </AllowedButton>
          <AllowedButton
            who="stations"
            variant="filled"
            onClick={() => setDoing({ what: 'create' })}
            testId="station-new"
          >
            {t('console.station.new')}
          </AllowedButton>
        </>
      }
      testId="stations-page"
    >
      <ProblemView error={list.error} />
      <Panel flush>
        <PlainTable
          rows={list.data?.rows ?? []}
          rowKey={(row) => row.station_id}
          rowTestId="station-row"
          empty={list.isPending ? t('console.loading') : t('console.station.none')}
          columns={[
            { key: 'name', title: t('console.name-of'), renderCell: (row) => <strong>{row.name}</strong> },
            { key: 'kind', title: t('console.station.kind'), renderCell: (row) => t(`console.station.${row.kind}`) },
            {
              key: 'warehouse',
              title: t('console.unit.warehouse'),
              renderCell: (row) =>
                row.scope === 'tenant' ? (
                  row.warehouse_code
                ) : (
                  <span title={t('console.station.scope-meaning.warehouse')}>
                    {t('console.station.only', { warehouse: row.warehouse_code })}
                  </span>
                ),
            },
            { key: 'state', title: t('console.po.status'), renderCell: (row) => <StationState row={row} /> },
            {
              key: 'seen',
              title: t('console.station.last-seen'),
              renderCell: (row) =>
                row.last_seen_at === null ? (
                  t('console.station.never')
                ) : (
                  <>
                    <span title={new Date(row.last_seen_at).toISOString()}>
                      {t('console.ago', { age: format.age(Math.max(0, now - row.last_seen_at)) })}
                    </span>{' '}
                    <WrongClock row={row} />
                  </>
                ),
            },
            {
              key: 'backlog',
              title: t('console.station.backlog'),
              align: 'end',
              renderCell: (row) => (row.backlog === 0 ? '0' : <Tag tone="caution">{format.count(row.backlog)}</Tag>),
            },
            {
              key: 'behind',
              title: t('console.station.behind'),
              align: 'end',
              renderCell: (row) =>
                row.cache_version === null ? '–' : format.count(Math.max(0, head - row.cache_version)),
            },
            {
              key: 'compared',
              title: t('console.station.compared'),
              renderCell: (row) => <Compared row={row} now={now} />,
            },
            {
              key: 'computer',
              title: t('console.station.computer'),
              renderCell: (row) => [row.computer_name, row.software].filter(Boolean).join(' · ') || '–',
            },
            {
              key: 'actions',
              title: '',
              align: 'end',
              width: '3rem',
              renderCell: (row) => <Actions row={row} onDo={setDoing} />,
            },
          ]}
        />
      </Panel>
      {list.data === undefined ? null : (
        <p className={classes['key']} data-testid="central-key">
          <strong>
            {t('console.station.key')} <CodeText value={list.data.central_fingerprint} />
          </strong>
          <span>{t('console.station.key-why')}</span>
        </p>
      )}
      <OutboxImports />
      {doing?.what === 'outbox' ? <OutboxDialog onClose={close} /> : null}
      {doing?.what === 'create' ? (
        <StationDialog onClose={close} onPaired={(code, name) => setDoing({ what: 'pairing', code, name })} />
      ) : null}
      {doing?.what === 'edit' ? <StationDialog row={doing.row} onClose={close} onPaired={close} /> : null}
      {doing?.what === 'pair' ? (
        <NewCode
          row={doing.row}
          // The code may stand there by now.
          onClose={() => setDoing((current) => (current?.what === 'pair' ? null : current))}
          onCode={(code) => setDoing({ what: 'pairing', code, name: doing.row.name })}
        />
      ) : null}
      {doing?.what === 'pairing' ? (
        <PairingDialog
          code={doing.code}
          name={doing.name}
          fingerprint={list.data?.central_fingerprint ?? ''}
          onClose={close}
        />
      ) : null}
      {doing?.what === 'revoke' ? <RevokeDialog row={doing.row} onClose={close} /> : null}
    </Page>
  );
}

function StationState({ row }: { row: StationListRow }): ReactElement {
  const t = useT();
  if (row.state === 'revoked') return <Tag tone="neutral">{t('console.station.revoked')}</Tag>;
  if (row.pairing_expires_at !== null) return <Tag tone="accent">{t('console.station.waiting-for-pairing')}</Tag>;
  if (row.state === 'new') return <Tag tone="neutral">{t('console.station.not-paired')}</Tag>;
  return (
    <Tag tone={row.online ? 'good' : 'caution'}>
      {t(row.online ? 'console.station.online' : 'console.station.offline')}
    </Tag>
  );
}

function Actions({ row, onDo }: { row: StationListRow; onDo: (doing: Doing) => void }): ReactElement {
  const t = useT();
  const may = useMay('stations');
  const mayAudit = useMay('audit.see');
  const compare = useAct((central) => central.call('stations.compare', { params: { station_id: row.station_id } }));
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          aria-label={t('console.station.actions', { name: row.name })}
          data-testid="station-actions"
        >
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {may ? null : <Menu.Label>{t('console.needs-right', { right: t('right.stations') })}</Menu.Label>}
        <Menu.Item disabled={!may} onClick={() => onDo({ what: 'edit', row })}>
          {t('console.station.edit')}
        </Menu.Item>
        <Menu.Item disabled={!may} onClick={() => onDo({ what: 'pair', row })} data-testid="station-pair">
          {t('console.station.new-code')}
        </Menu.Item>
        <Menu.Item
          disabled={!may || row.state !== 'paired' || row.comparison_asked}
          onClick={() => compare.mutate()}
          data-testid="station-compare"
        >
          {t('console.station.compare')}
        </Menu.Item>
        {mayAudit ? (
          <Menu.Item component={Link} href={ADDRESS.audit_of(row.station_id, row.name)} data-testid="changes-of">
            {t('audit.changes')}
          </Menu.Item>
        ) : null}
        <Menu.Item
          disabled={!may || row.state === 'revoked'}
          color="red"
          onClick={() => onDo({ what: 'revoke', row })}
          data-testid="station-revoke"
        >
          {t('console.station.revoke')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** When its cache was last compared with central, and whether it was what it should be. */
function Compared({ row, now }: { row: StationListRow; now: number }): ReactElement {
  const t = useT();
  const format = useFormat();
  if (row.comparison_asked) return <Tag tone="accent">{t('console.station.comparison-asked')}</Tag>;
  if (row.comparison === null) return <>{t('console.station.never')}</>;
  const { compared_at, ranges_differed, total_repaired } = row.comparison;
  const ago = t('console.ago', { age: format.age(Math.max(0, now - compared_at)) });
  if (total_repaired === 0) return <span title={new Date(compared_at).toISOString()}>{ago}</span>;
  return (
    <span title={t('console.station.repaired-in-all', { count: total_repaired })}>
      {ago}
      {ranges_differed > 0 ? (
        <Tag tone="caution">{t('console.station.repaired', { count: row.comparison.rows_repaired })}</Tag>
      ) : null}
    </span>
  );
}

interface NewCodeProps {
  readonly row: StationListRow;
  readonly onClose: () => void;
  readonly onCode: (code: PairingCode) => void;
}
function NewCode({ row, onClose, onCode }: NewCodeProps): ReactElement {
  const t = useT();
  const make = useAct<void, PairingCode>((central) =>
    central.call('stations.pairing_code', { params: { station_id: row.station_id } }),
  );
  return (
    <ConfirmDialog
      title={t('console.station.new-code-title', { name: row.name })}
      confirm={t('console.station.new-code')}
      act={async () => onCode(await make.mutateAsync())}
      onClose={onClose}
    >
      <p>{t('console.station.new-code-meaning')}</p>
    </ConfirmDialog>
  );
}
