import { VisuallyHidden } from '@mantine/core';
import type { DeviceStatus, StationState } from '@serialbridge/protocol/station';
import {
  IconAlertTriangle,
  IconBarcode,
  IconCircleCheck,
  IconCloud,
  IconCloudOff,
  IconCloudUp,
  IconDatabase,
  IconPrinter,
  IconRefreshAlert,
  IconScale,
  IconUser,
} from '@tabler/icons-react';
import type { ReactElement, ReactNode } from 'react';
import { KeyHint, useShortcut } from '../../components/index.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import classes from './status-bar.module.css';
import { useHost, useStation } from '../session/station-provider.tsx';
import { useNow } from '../session/use-now.ts';

interface StatusItemProps {
  readonly icon: ReactNode;
  readonly tone: 'neutral' | 'good' | 'caution' | 'bad';
  readonly title?: string;
  readonly onAct?: (() => void) | undefined;
  readonly testid?: string;
  /** For tests and style sheets: `data-state`. */
  readonly state?: string;
  /** Where the bar is too narrow: gives way before the others do, or after them. */
  readonly yields?: 'first' | 'last' | undefined;
  readonly children: ReactNode;
}

function StatusItem({ icon, tone, title, onAct, testid, state, yields, children }: StatusItemProps): ReactElement {
  const shared = {
    className: classes['item'],
    'data-tone': tone,
    'data-yields': yields,
    title,
    'data-testid': testid,
    'data-state': state,
  };
  if (onAct === undefined) {
    return (
      <span {...shared}>
        {icon}
        {children}
      </span>
    );
  }
  return (
    <button type="button" {...shared} onClick={onAct}>
      {icon}
      {children}
    </button>
  );
}

/** Beyond this an unsent event is worth a look: a station that is online sends within seconds. */
const OLD_BACKLOG_MS = 15 * 60_000;
const SYNC_ICON = {
  unpaired: IconCloudOff,
  offline: IconCloudOff,
  online: IconCloud,
  syncing: IconCloudUp,
  revoked: IconRefreshAlert,
  'upgrade-needed': IconRefreshAlert,
} as const;
const DEVICE_ICON = { scanner: IconBarcode, scale: IconScale, printer: IconPrinter } as const;

const SYNC_KEYS = 'Alt+Y';

function SyncItem({ sync, onAct }: { sync: StationState['sync']; onAct: (() => void) | undefined }): ReactElement {
  const t = useT();
  const format = useFormat();
  const now = useNow();
  const Icon = SYNC_ICON[sync.state];
  const oldest = sync.oldest_unsent_at === null ? 0 : now - sync.oldest_unsent_at;
  const bad =
    sync.refused ||
    ['revoked', 'upgrade-needed', 'unpaired'].includes(sync.state) ||
    sync.problem?.code === 'sync.foreign-central';
  const tone = bad
    ? 'bad'
    : sync.state === 'offline' ||
        oldest > OLD_BACKLOG_MS ||
        sync.problem !== null ||
        (sync.comparison?.rows_repaired ?? 0) > 0
      ? 'caution'
      : 'good';
  // Of the last comparison: one that finds nothing takes the word off the bar.
  const repaired = sync.comparison?.rows_repaired ?? 0;
  const age = sync.cache_fresh_at === null ? null : now - sync.cache_fresh_at;
  useShortcut(onAct === undefined ? undefined : SYNC_KEYS, t('ui.sync.act'), () => onAct?.());
  const parts = [
    t(`ui.sync.${sync.state}`),
    sync.backlog > 0
      ? t('ui.sync.backlog', { count: sync.backlog, n: format.count(sync.backlog), age: format.age(oldest) })
      : t('ui.sync.all-sent'),
    sync.pull === null
      ? null
      : t('ui.sync.pull', {
          rows: format.count(sync.pull.rows),
          total: sync.pull.total === null ? '?' : format.count(sync.pull.total),
        }),
    sync.comparison?.running === true ? t('ui.sync.comparing') : null,
    repaired > 0 ? t('ui.sync.repaired', { count: repaired }) : null,
    sync.pull === null && age !== null && age > 60_000 ? t('ui.sync.cache-age', { age: format.age(age) }) : null,
  ].filter((part) => part !== null);
  return (
    <StatusItem
      icon={<Icon size={20} />}
      tone={tone}
      testid="sync-state"
      yields="last"
      state={sync.state}
      onAct={onAct}
      title={sync.problem === null ? t('ui.sync.now') : t(sync.problem)}
    >
      <strong>{parts[0]}</strong>
      <span data-testid="backlog" data-backlog={sync.backlog}>
        {parts[1]}
      </span>
      {parts.slice(2).map((part) => (
        <span key={part}>{part}</span>
      ))}
      {tone !== 'good' && onAct !== undefined ? <KeyHint keys={SYNC_KEYS} /> : null}
    </StatusItem>
  );
}

/** More of them would push the operator off the bar; what works needs no words then. */
const MOST_NAMED = 3;

function DeviceItem({ device, named }: { device: DeviceStatus; named: boolean }): ReactElement {
  const t = useT();
  const Icon = DEVICE_ICON[device.kind];
  const well = device.state === 'open';
  return (
    <StatusItem
      icon={<Icon size={20} />}
      tone={well ? 'neutral' : device.state === 'opening' ? 'caution' : 'bad'}
      yields={well ? 'first' : undefined}
      title={device.detail === null ? device.name : t(device.detail)}
    >
      {named || !well ? <span>{device.name}</span> : <VisuallyHidden>{device.name}</VisuallyHidden>}
      {well ? null : <strong>{t(`ui.device.${device.state}`)}</strong>}
    </StatusItem>
  );
}

export interface StatusBarProps {
  /** Each left out where it leads nowhere yet: before anybody is signed in. */
  readonly onSync?: () => void;
  readonly onCases?: () => void;
  readonly onDevices?: () => void;
  readonly children?: ReactNode;
}

const CASES_KEYS = 'Alt+C';

/** Always at the foot: can this station be trusted right now, and if not, why. */
export function StatusBar({ onSync, onCases, onDevices, children }: StatusBarProps): ReactElement {
  const t = useT();
  const host = useHost();
  const state = useStation();
  useShortcut(onCases === undefined ? undefined : CASES_KEYS, t('ui.cases.title'), () => onCases?.());
  if (state === null) {
    return (
      <footer className={classes['bar']}>
        <StatusItem icon={<IconRefreshAlert size={20} />} tone="caution">
          {t(`ui.host.${host.state}`)}
        </StatusItem>
      </footer>
    );
  }
  const safe = state.ops_synchronous >= 2;
  return (
    <footer className={classes['bar']} data-testid="status-bar">
      <SyncItem sync={state.sync} onAct={onSync} />
      {state.devices.length === 0 ? (
        <StatusItem icon={<IconBarcode size={20} />} tone="neutral" yields="first" onAct={onDevices}>
          <span>{t('ui.device.keyboard-only')}</span>
        </StatusItem>
      ) : (
        state.devices.map((device) => (
          <DeviceItem key={device.device_id} device={device} named={state.devices.length <= MOST_NAMED} />
        ))
      )}
      <StatusItem
        icon={state.open_cases > 0 ? <IconAlertTriangle size={20} /> : <IconCircleCheck size={20} />}
        tone={state.open_cases > 0 ? 'caution' : 'neutral'}
        onAct={onCases}
        testid="open-cases"
        state={String(state.open_cases)}
        yields={state.open_cases > 0 ? undefined : 'first'}
      >
        <span>{t('ui.cases.count', { count: state.open_cases })}</span>
        {state.open_cases > 0 && onCases !== undefined ? <KeyHint keys={CASES_KEYS} /> : null}
      </StatusItem>
      <StatusItem
        icon={<IconDatabase size={20} />}
        tone={safe ? 'neutral' : 'bad'}
        title={t('ui.storage.meaning')}
        testid="status-storage"
        yields={safe ? 'first' : undefined}
      >
        <span>{t(safe ? 'ui.storage.full' : 'ui.storage.weak')}</span>
      </StatusItem>
      {children}
      <span className={classes['gap']} />
      <StatusItem icon={<IconUser size={20} />} tone="neutral" testid="status-operator">
        {state.operator === null
          ? t('ui.operator.none')
          : `${state.operator.name} · ${state.operator.role_name ?? t(`role.${state.operator.role}`)}`}
      </StatusItem>
    </footer>
  );
}
