import type { DeviceRow as Device, Finding } from '@serialbridge/protocol/station';
import { Tag, type Tone } from '../../components/index.ts';
import { useFormat, useT, type Translate } from '../../i18n/index.ts';
import {
  IconAlertTriangle,
  IconBarcode,
  IconDeviceDesktop,
  IconPlugConnected,
  IconPrinter,
  IconScale,
} from '@tabler/icons-react';
import type { ReactElement, ReactNode } from 'react';
import classes from './device-list.module.css';
import type { Entry } from './entries.ts';
import { linkWords } from './link-words.ts';
import { printerWords } from './printer-words.ts';
import { WEIGHT_TONE, WeightMark } from './weight-state.tsx';

const KIND_ICON = { scanner: IconBarcode, scale: IconScale, printer: IconPrinter } as const;

export function EntryIcon({ entry, size }: { entry: Entry; size: number }): ReactElement {
  const kind = entry.group === 'used' ? entry.device.kind : entry.group === 'attached' ? entry.attached.kind : null;
  const Icon =
    kind !== null
      ? KIND_ICON[kind]
      : entry.group === 'problems'
        ? IconAlertTriangle
        : entry.group === 'station'
          ? IconDeviceDesktop
          : IconPlugConnected;
  return <Icon size={size} aria-hidden="true" />;
}

const STATE_TONE: Readonly<Record<Device['state'], Tone>> = {
  open: 'good',
  opening: 'caution',
  lost: 'bad',
  error: 'bad',
};

export function DeviceState({ device }: { device: Device }): ReactElement {
  const t = useT();
  const attention = device.state === 'open' && (device.printer_status?.length ?? 0) > 0;
  return (
    <Tag tone={attention ? 'caution' : STATE_TONE[device.state]}>
      {t(attention ? 'ui.device.attention' : `ui.device.${device.state}`)}
    </Tag>
  );
}

/** What is wrong with a device and what to do; null: nothing. */
export function troubleOf(device: Device): Finding | null {
  if (device.detail !== null) return device.detail;
  return device.state === 'lost' || device.state === 'error'
    ? { code: `ui.device.trouble.${device.state}`, params: {} }
    : null;
}

function Live({ device }: { device: Device }): ReactNode {
  const t = useT();
  const format = useFormat();
  if (device.kind === 'scanner')
    return device.last_scan_at === null ? null : (
      <span className={classes['live']}>{t('ui.devices.scanned-at', { time: format.time(device.last_scan_at) })}</span>
    );
  if (device.kind === 'scale')
    return device.weight === null || device.state !== 'open' ? null : (
      <span className={classes['live']} data-tone={WEIGHT_TONE[device.weight.state]}>
        <WeightMark state={device.weight.state} size="1.125em" />
        {device.weight.text ?? t(`ui.weight.${device.weight.state}`)}
      </span>
    );
  const queued = device.jobs.filter(({ state }) => state === 'waiting' || state === 'sending').length;
  return queued === 0 ? null : <span className={classes['live']}>{t('ui.devices.queued', { count: queued })}</span>;
}

function wordsOf(entry: Entry, t: Translate): { title: string; line: string; trouble: string | null } {
  switch (entry.group) {
    case 'used': {
      const { device } = entry;
      const trouble = troubleOf(device);
      const status = printerWords(device.printer_status ?? [], t);
      return {
        title: device.name,
        line: [t(`ui.device-kind.${device.kind}`), device.protocol_title, linkWords(device.link, t)].join(' · '),
        trouble: trouble === null ? (status === '' ? null : status) : t(trouble),
      };
    }
    case 'attached': {
      const { kind, name, link, path } = entry.attached;
      const what = kind === null ? t('ui.devices.unknown-kind') : t(`ui.device-kind.${kind}`);
      return {
        title: name,
        line: [what, linkWords(link, t), path].filter((part) => part !== null).join(' · '),
        trouble: null,
      };
    }
    case 'problems':
      return { title: t('ui.devices.problem'), line: '', trouble: t(entry.problem) };
    case 'station':
      return { title: t('ui.diagnostics.title'), line: t('ui.devices.station-line'), trouble: null };
  }
}

/** One row: what it is, how it is connected, how it is, and what is wrong in a sentence. */
export function DeviceRow({ entry }: { entry: Entry }): ReactElement {
  const t = useT();
  const { title, line, trouble } = wordsOf(entry, t);
  return (
    <>
      <span className={classes['icon']}>
        <EntryIcon entry={entry} size={28} />
      </span>
      <span className={classes['words']}>
        <strong className={classes['name']}>{title}</strong>
        {line === '' ? null : <span className={classes['line']}>{line}</span>}
        {trouble === null ? null : (
          <span className={classes['trouble']}>
            <IconAlertTriangle size="1.1em" aria-hidden="true" /> {trouble}
          </span>
        )}
      </span>
      <span className={classes['side']}>
        {entry.group === 'used' ? (
          <>
            <span className={classes['tags']}>
              {entry.device.simulated ? <Tag>{t('ui.device.simulated')}</Tag> : null}
              <DeviceState device={entry.device} />
            </span>
            <Live device={entry.device} />
          </>
        ) : null}
        {entry.group === 'attached' ? <Tag>{t('ui.devices.not-used')}</Tag> : null}
      </span>
    </>
  );
}
