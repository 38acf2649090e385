import type { DevicesState } from '@serialbridge/protocol/station';
import { IconClipboardCheck, IconFocusCentered, IconPlus, IconRefresh } from '@tabler/icons-react';
import { type ReactElement, useEffect, useRef, useState } from 'react';
import { ActionButton, Panel, useShortcut } from '../../../components/index.ts';
import { useT } from '../../../i18n/index.ts';
import { FeedbackBanner } from '../../scan/feedback-banner.tsx';
import { useCall } from '../../session/use-call.ts';
import { DeviceDetail } from '../detail/device-detail.tsx';
import { DeviceList } from './device-list.tsx';
import classes from './device-room.module.css';
import { entriesOf, type Entry } from '../entries.ts';
import { SetupDialog, type SetupStart } from '../setup/setup-dialog.tsx';
import { SetupSheet } from '../sheet/setup-sheet.tsx';
import { ControlText } from '../control-text.tsx';
import { useRight } from '../../session/use-right.ts';
import { useSession } from '../../session/station-provider.tsx';

/** Well within what the host believes without hearing again. */
const SAY_AGAIN_MS = 5000;

/** As long as this is shown, scans are only tried: a label scanned to test a scanner must not be received. */
function useTriedScans(): void {
  const session = useSession();
  useEffect(() => {
    const say = (on: boolean): void => {
      // a host that is away hears of it when it is back; the page says that it is away
      session.call('devices.try_scans', { on }).catch(() => undefined);
    };
    const stopHost = session.host.subscribe(({ state }) => {
      if (state === 'connected') say(true);
    });
    say(true);
    const again = setInterval(() => say(true), SAY_AGAIN_MS);
    return () => {
      stopHost();
      clearInterval(again);
      say(false);
    };
  }, [session]);
}

/** Topic `devices`, only while somebody looks at it: it is sent with every byte that a device says. Null until the host has spoken. */
export function useDevices(): DevicesState | null {
  const { port } = useSession();
  const [state, setState] = useState<DevicesState | null>(null);
  useEffect(() => port.subscribe('devices', setState), [port]);
  return state;
}

/** "Which scanner is this?": scan anything, and it is said here where that came from. Read aloud, too. */
function IdentifyStrip({ state, fresh }: { state: DevicesState; fresh: boolean }): ReactElement {
  const t = useT();
  const scan = fresh ? state.last_scan : null;
  const from =
    scan === null
      ? null
      : (state.devices.find(({ device_id: id }) => id === scan.device_id)?.name ??
        t(
          scan.via === 'wedge'
            ? 'ui.device.keyboard-only'
            : scan.via === 'screen'
              ? 'ui.identify.screen'
              : 'ui.identify.gone',
        ));
  return (
    <div
      className={classes['identify']}
      role="status"
      aria-live="polite"
      data-fresh={fresh || undefined}
      data-testid="identify"
    >
      <IconFocusCentered size={24} aria-hidden="true" />
      {scan === null || from === null ? (
        <span>{t('ui.identify.how')}</span>
      ) : (
        <span>
          {t('ui.identify.from')} <strong>{from}</strong>{' '}
          <code>
            <ControlText text={scan.text} />
          </code>
        </span>
      )}
    </div>
  );
}

function startOf(entry: Entry | undefined): SetupStart {
  if (entry?.group === 'used') return { of: 'device', device: entry.device };
  if (entry?.group === 'attached') return { of: 'attached', attached: entry.attached };
  return { of: 'nothing' };
}

function Room({ state }: { state: DevicesState }): ReactElement {
  const t = useT();
  const entries = entriesOf(state);
  const [chosen, setChosen] = useState<string | null>(null);
  const [setup, setSetup] = useState<SetupStart | null>(null);
  const [sheet, setSheet] = useState(false);
  const maySetUp = useRight('devices.set-up');
  const refresh = useCall('devices.refresh');
  const test = useCall('devices.test_scale');
  const scale = state.devices.find(({ kind, state: now }) => kind === 'scale' && now === 'open');
  useShortcut(
    'Alt+T',
    t('ui.scale.test'),
    () => {
      if (scale === undefined) return;
      setChosen(`device:${scale.device_id}`);
      if (!state.testing.includes(scale.device_id)) void test.call({ device_id: scale.device_id, on: true });
    },
    scale !== undefined,
  );
  const heading = useRef<HTMLHeadingElement>(null);
  // What was scanned before somebody came to look identifies nothing.
  const [before] = useState(state.last_scan?.at ?? 0);
  const fresh = (state.last_scan?.at ?? 0) > before;
  const lit =
    fresh && state.last_scan !== null ? { key: `device:${state.last_scan.device_id}`, at: state.last_scan.at } : null;
  const entry = entries.find(({ key }) => key === chosen) ?? entries[0];
  return (
    <div className={classes['columns']}>
      <Panel
        title={t('ui.devices.title')}
        fill
        flush
        aside={
          <span className={classes['aside']}>
            <ActionButton
              label={t('ui.refresh')}
              keys="F5"
              variant="subtle"
              icon={<IconRefresh size={18} />}
              busy={refresh.busy}
              onAct={() => void refresh.call({})}
            />
            <ActionButton
              label={t('ui.sheet.open')}
              keys="F7"
              variant="subtle"
              icon={<IconClipboardCheck size={18} />}
              onAct={() => setSheet(true)}
            />
            <ActionButton
              label={t('ui.devices.add')}
              keys="F6"
              variant="subtle"
              icon={<IconPlus size={18} />}
              disabled={!maySetUp}
              onAct={() => setSetup({ of: 'nothing' })}
            />
          </span>
        }
      >
        <IdentifyStrip state={state} fresh={fresh} />
        <DeviceList
          entries={entries}
          selected={entry?.key}
          onSelect={setChosen}
          onOpen={() => heading.current?.focus()}
          lit={lit}
        />
      </Panel>
      {entry === undefined ? null : (
        <DeviceDetail ref={heading} entry={entry} state={state} onSetUp={() => setSetup(startOf(entry))} />
      )}
      {setup === null ? null : <SetupDialog start={setup} state={state} onClose={() => setSetup(null)} />}
      {sheet ? <SetupSheet scan={state.last_scan} onClose={() => setSheet(false)} /> : null}
    </div>
  );
}

/** Everything that is attached: does the scanner read, does the scale answer, does the printer print, and if not, what to do. */
export function DeviceRoom(): ReactElement {
  const t = useT();
  useTriedScans();
  const state = useDevices();
  return (
    <div className={classes['page']}>
      <FeedbackBanner slim idle={t('ui.devices.idle')} idleHint={t('ui.devices.idle-hint')} />
      {state === null ? null : <Room state={state} />}
    </div>
  );
}
