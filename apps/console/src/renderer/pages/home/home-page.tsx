import { CodeText, Panel, Tag } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { Summary } from '@serialbridge/protocol/central';
import { IconAlertTriangle, IconDatabase } from '@tabler/icons-react';
import { useSummary } from '../../api/session.ts';
import { useRead } from '../../api/use-read.ts';
import { ADDRESS } from '../../components/addresses.ts';
import { Page } from '../../components/page.tsx';
import { PlainTable } from '../../components/plain-table.tsx';
import { ProblemView } from '../../components/problem-view.tsx';
import { Stamp } from '../../components/stamp.tsx';
import { useSessionColumns } from '../receiving-sessions/session-columns.tsx';
import { serialsOf, stationsOf } from '../cases/case-words.ts';
import classes from './home-page.module.css';

/** When central was last backed up, and a warning when that is too long ago: stations forget only what a backup holds. */
function BackupLine({ summary }: { summary: Summary }): ReactElement {
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

/** Who is kept out after wrong tries, from where and until when: somebody who forgot, or somebody who guesses. */
function SignInLocks({ locks }: { locks: Summary['sign_in_locks'] }): ReactElement | null {
  const t = useT();
  const format = useFormat();
  if (locks.length === 0) return null;
  const where = ({ address, known_device }: (typeof locks)[number]): string => {
    if (known_device) return t('console.lock.at-known');
    return address === null ? t('console.lock.at-new') : t('console.lock.at-address', { address });
  };
  return (
    <div data-testid="sign-in-locks">
      {locks.map((lock) => (
        <p
          key={`${lock.operator_id} ${lock.address ?? ''} ${lock.known_device}`}
          className={classes['backup']}
          data-due
        >
          <IconAlertTriangle size={18} aria-hidden="true" />
          <span>
            {t('console.lock.line', { name: lock.name, where: where(lock), until: format.time(lock.locked_until) })}
          </span>
        </p>
      ))}
    </div>
  );
}

/** What needs a person now, and what came in last. */
export function HomePage(): ReactElement {
  const t = useT();
  const format = useFormat();
  const summary = useSummary().data;
  const tile = (id: string, figure: string | undefined, href: string, tone?: 'bad' | 'caution') => (
    <Link key={id} href={href} className={classes['tile']} data-tone={tone} data-testid={`tile-${id}`}>
      <span className={classes['figure']}>{figure ?? '–'}</span>
      <span className={classes['name']}>{t(`console.home.${id}`)}</span>
    </Link>
  );
  const number = (value: number | undefined): string | undefined =>
    value === undefined ? undefined : format.count(value);
  return (
    <Page title={t('console.page.home')} scroll testId="home-page">
      <div className={classes['tiles']}>
        {tile(
          'open-cases',
          number(summary?.open_cases),
          `${ADDRESS.cases}?state=open`,
          (summary?.open_cases ?? 0) > 0 ? 'bad' : undefined,
        )}
        {tile(
          'held',
          number(summary?.held_events),
          `${ADDRESS.cases}?rule=case.event-held`,
          (summary?.held_events ?? 0) > 0 ? 'bad' : undefined,
        )}
        {tile(
          'backlog',
          number(summary?.backlog),
          ADDRESS.stations,
          (summary?.backlog ?? 0) > 0 ? 'caution' : undefined,
        )}
        {tile(
          'stations',
          summary === undefined ? undefined : `${summary.stations_online} / ${summary.stations}`,
          ADDRESS.stations,
          summary !== undefined && summary.stations_online < summary.stations ? 'caution' : undefined,
        )}
        {tile('purchase-orders', number(summary?.open_purchase_orders), `${ADDRESS.purchase_orders}?status=open`)}
        {tile('orders', number(summary?.open_orders), `${ADDRESS.orders}?status=open`)}
      </div>
      {(summary?.lost_records ?? 0) > 0 ? (
        <Link
          href={ADDRESS.lost_records}
          className={classes['tile']}
          data-tone="bad"
          data-line
          data-testid="tile-lost-records"
        >
          <span className={classes['figure']}>{number(summary?.lost_records)}</span>
          <strong>{t('console.home.lost-records')}</strong>
          <span>{t('console.home.lost-records-hint')}</span>
        </Link>
      ) : null}
      {summary === undefined ? null : <SignInLocks locks={summary.sign_in_locks} />}
      {summary === undefined ? null : <BackupLine summary={summary} />}
      <div className={classes['columns']}>
        <OpenCases />
        <Stations />
      </div>
      <Arrivals />
    </Page>
  );
}

function All({ href }: { href: string }): ReactElement {
  const t = useT();
  return (
    <Link href={href} className={classes['all']}>
      {t('console.home.all')}
    </Link>
  );
}

function OpenCases(): ReactElement {
  const t = useT();
  const list = useRead(['cases', 'home'], (central) =>
    central.call('cases.list', { query: { state: 'open', limit: 8 } }),
  );
  return (
    <Panel title={t('console.home.open-cases')} flush aside={<All href={`${ADDRESS.cases}?state=open`} />}>
      <ProblemView error={list.error} />
      <PlainTable
        rows={list.data?.rows ?? []}
        rowKey={(row) => row.case_id}
        rowTestId="case-row"
        empty={list.isPending ? t('console.loading') : t('console.home.no-cases')}
        columns={[
          {
            key: 'rule',
            title: t('console.case.rule'),
            renderCell: (row) => <Link href={ADDRESS.case(row.case_id)}>{t(row.rule)}</Link>,
          },
          {
            key: 'serial',
            title: t('console.unit.serial'),
            // Fifteen digits in one line: in two they are read as two serials.
            width: '10.5rem',
            renderCell: (row) => <CodeText value={serialsOf(row)[0] ?? '–'} size="sm" />,
          },
          { key: 'stations', title: t('console.case.stations'), renderCell: (row) => stationsOf(row).join(' · ') },
          { key: 'opened', title: t('console.case.opened'), renderCell: (row) => <Stamp at={row.opened_at} /> },
        ]}
      />
    </Panel>
  );
}

function Stations(): ReactElement {
  const t = useT();
  const format = useFormat();
  const list = useRead(['stations'], (central) => central.call('stations.list'));
  const now = list.data?.now ?? 0;
  return (
    <Panel title={t('console.page.stations')} flush aside={<All href={ADDRESS.stations} />}>
      <ProblemView error={list.error} />
      <PlainTable
        rows={(list.data?.rows ?? []).filter((row) => row.state === 'paired')}
        rowKey={(row) => row.station_id}
        empty={list.isPending ? t('console.loading') : t('console.station.none')}
        columns={[
          { key: 'name', title: t('console.name-of'), renderCell: (row) => row.name },
          {
            key: 'state',
            title: t('console.po.status'),
            renderCell: (row) => (
              <Tag tone={row.online ? 'good' : 'caution'}>
                {t(row.online ? 'console.station.online' : 'console.station.offline')}
              </Tag>
            ),
          },
          {
            key: 'seen',
            title: t('console.station.last-seen'),
            width: '7.5rem',
            renderCell: (row) =>
              row.last_seen_at === null
                ? '–'
                : t('console.ago', { age: format.age(Math.max(0, now - row.last_seen_at)) }),
          },
          {
            key: 'backlog',
            title: t('console.station.backlog'),
            align: 'end',
            renderCell: (row) => format.count(row.backlog),
          },
        ]}
      />
    </Panel>
  );
}

function Arrivals(): ReactElement {
  const t = useT();
  const columns = useSessionColumns(true);
  const list = useRead(['sessions', 'home'], (central) =>
    central.call('receiving_sessions.list', { query: { limit: 8 } }),
  );
  return (
    <Panel title={t('console.home.arrivals')} flush aside={<All href={ADDRESS.sessions} />}>
      <ProblemView error={list.error} />
      <PlainTable
        rows={list.data?.rows ?? []}
        columns={columns}
        rowKey={(row) => row.receiving_session_id}
        rowTestId="session-row"
        empty={list.isPending ? t('console.loading') : t('console.session.none')}
      />
    </Panel>
  );
}
