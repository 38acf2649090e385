import type { DeviceRow } from '@serialbridge/protocol/station';
import { ActionButton, FaultList } from '../../../components/index.ts';
import { useT } from '../../../i18n/index.ts';
import { IconPlayerPlay, IconPlayerStop, IconTargetArrow } from '@tabler/icons-react';
import { useEffect, useRef, type ReactElement } from 'react';
import { useSession } from '../../session/station-provider.tsx';
import { useCall } from '../../session/use-call.ts';
import classes from './device-detail.module.css';
import { WEIGHT_TONE, WeightMark } from '../weight-state.tsx';

/** Asking all the time wears on a scale and fills the line: nobody looking, nobody asking. Returns what to report each start and stop to. */
function useStopWhenLeft(deviceId: string, testing: boolean): (on: boolean) => void {
  const session = useSession();
  // A test that was asked for and is not in the host's news yet counts too.
  const running = useRef(testing);
  useEffect(() => {
    if (testing) running.current = true;
  }, [testing]);
  useEffect(
    () => () => {
      if (running.current)
        void session.call('devices.test_scale', { device_id: deviceId, on: false }).catch(() => undefined);
    },
    [session, deviceId],
  );
  return (on) => {
    running.current = on;
  };
}

function Reading({ device, testing }: { device: DeviceRow; testing: boolean }): ReactElement {
  const t = useT();
  // What it said before it was unplugged is no weight of now.
  const away = device.state !== 'open';
  const weight = away ? null : device.weight;
  // Digits and unit apart, so that the unit can be smaller and the digits stay where they are.
  const [digits, unit] = weight?.text?.split(' ') ?? [];
  const state = weight?.state ?? null;
  const hint = away
    ? 'ui.weight.away.hint'
    : state === null
      ? testing
        ? 'ui.weight.wait'
        : 'ui.weight.none.hint'
      : `ui.weight.${state}.hint`;
  return (
    <div
      className={classes['reading']}
      data-state={state ?? 'none'}
      data-tone={state === null ? 'neutral' : WEIGHT_TONE[state]}
      data-testid="scale-reading"
      aria-live="polite"
    >
      <span className={classes['digits']} data-none={digits === undefined || undefined}>
        {digits ?? '– – –'}
        {unit === undefined ? null : <small>{unit}</small>}
      </span>
      <span className={classes['weight-state']}>
        {state === null ? null : <WeightMark state={state} size="2.25rem" />}
        <span className={classes['weight-words']}>
          <strong>{t(away ? 'ui.weight.away' : state === null ? 'ui.weight.none' : `ui.weight.${state}`)}</strong>
          <span>{weight?.detail ?? t(hint)}</span>
        </span>
      </span>
    </div>
  );
}

/** Test USB Scale: asks the scale all the time, and shows all it says. Nothing is saved. */
export function ScaleDetail({ device, testing }: { device: DeviceRow; testing: boolean }): ReactElement {
  const t = useT();
  const { device_id, link } = device;
  const byUsb = link.type === 'hid' || link.type === 'usb' || link.type === 'usb-serial';
  const test = useCall('devices.test_scale', { aloud: false });
  const zero = useCall('devices.zero', { aloud: false });
  const report = useStopWhenLeft(device_id, testing);
  return (
    <div className={classes['card']}>
      <Reading device={device} testing={testing} />
      <div className={classes['actions']}>
        <ActionButton
          label={t(testing ? 'ui.scale.stop-test' : byUsb ? 'ui.scale.test' : 'ui.scale.test-other')}
          keys="F8"
          variant={testing ? 'default' : 'filled'}
          icon={testing ? <IconPlayerStop size={20} /> : <IconPlayerPlay size={20} />}
          busy={test.busy}
          disabled={device.state !== 'open' && !testing}
          onAct={() => {
            report(!testing);
            void test.call({ device_id, on: !testing });
          }}
        />
        <ActionButton
          label={t('ui.scale.zero')}
          keys="F9"
          icon={<IconTargetArrow size={20} />}
          busy={zero.busy}
          disabled={!device.can_zero || device.state !== 'open'}
          onAct={() => void zero.call({ device_id })}
        />
        <span className={classes['quiet']}>
          {t(testing ? 'ui.scale.testing' : device.can_zero ? 'ui.scale.nothing-saved' : 'ui.scale.cannot-zero')}
        </span>
      </div>
      <FaultList faults={[...test.faults, ...zero.faults]} />
    </div>
  );
}
