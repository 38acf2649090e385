import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import type { Summary } from '@serialbridge/protocol/central';
import { Tag } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import { ColorSchemeToggle } from '@serialbridge/ui/theme';
import { IconLogout, IconUser, IconUserCog } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { useSigned, useSignOut } from '../api/session.ts';
import { ADDRESS } from '../components/addresses.ts';
import classes from './shell.module.css';

/** What must always be in sight: were the stations seen, is anything not here yet, who am I. */
export function StatusBar({ summary }: { summary: Summary | undefined }): ReactElement {
  const t = useT();
  const format = useFormat();
  const { operator, tenant, software } = useSigned();
  const signOut = useSignOut();
  return (
    <div className={classes['status']}>
      {summary === undefined ? null : (
        <>
          <Tooltip label={t('console.status-bar.stations-meaning')}>
            <Link href={ADDRESS.stations}>
              <Tag tone={summary.stations_online < summary.stations ? 'caution' : 'good'}>
                {t('console.status-bar.stations', { online: summary.stations_online, total: summary.stations })}
              </Tag>
            </Link>
          </Tooltip>
          {summary.backlog > 0 ? (
            <Tooltip label={t('console.status-bar.backlog-meaning')}>
              <Link href={ADDRESS.stations}>
                <Tag tone="caution">{t('console.status-bar.backlog', { count: summary.backlog })}</Tag>
              </Link>
            </Tooltip>
          ) : null}
          {summary.held_events > 0 ? (
            <Link href={`${ADDRESS.cases}?rule=case.event-held`}>
              <Tag tone="bad">{t('console.status-bar.held', { count: summary.held_events })}</Tag>
            </Link>
          ) : null}
          {summary.lost_records > 0 ? (
            <Link href={ADDRESS.lost_records} data-testid="lost-records">
              <Tag tone="bad">{t('console.status-bar.lost-records', { count: summary.lost_records })}</Tag>
            </Link>
          ) : null}
          <span title={t('console.status-bar.as-of')}>{format.time(summary.now)}</span>
        </>
      )}
      <ColorSchemeToggle />
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label={t('console.account')} data-testid="account" w="auto" px="xs">
            <IconUser size={18} />
            <span>&nbsp;{operator.name}</span>
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {operator.code} · {operator.role_name ?? t(`role.${operator.role}`)} · {tenant.name}
          </Menu.Label>
          <Menu.Item
            component={Link}
            href={ADDRESS.account}
            leftSection={<IconUserCog size={16} />}
            data-testid="own-account"
          >
            {t('console.page.account')}
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut.mutate()} data-testid="sign-out">
            {t('console.sign-out')}
          </Menu.Item>
          <Menu.Label>{t('console.software', { version: software })}</Menu.Label>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
