import { NumberInput, Switch, TextInput } from '@mantine/core';
import type { DeviceRow } from '@serialbridge/protocol/station';
import { ActionButton, FaultList } from '../../../components/index.ts';
import { useT } from '../../../i18n/index.ts';
import { useState, type ReactElement } from 'react';
import { useCall } from '../../session/use-call.ts';
import classes from './device-detail.module.css';

/** A simulated device, where the station was started with one: scan a code, put a weight on the scale, pull its plug. */
export function Simulator({ device }: { device: DeviceRow }): ReactElement {
  const t = useT();
  const { call, busy, faults } = useCall('devices.simulate', { aloud: false });
  const [scan, setScan] = useState('');
  const [grams, setGrams] = useState(500);
  const [stable, setStable] = useState(true);
  return (
    <section className={classes['card']} aria-label={t('ui.simulate.title')}>
      {device.kind === 'scanner' ? (
        <form
          className={classes['simulate']}
          onSubmit={(event) => {
            event.preventDefault();
            void call({ scan });
          }}
        >
          <TextInput
            label={t('ui.simulate.scan')}
            value={scan}
            onChange={(event) => setScan(event.currentTarget.value)}
            spellCheck={false}
            data-testid="simulate-scan"
          />
          <ActionButton
            label={t('ui.simulate.do-scan')}
            busy={busy}
            disabled={scan === ''}
            onAct={() => void call({ scan })}
          />
        </form>
      ) : null}
      {device.kind === 'scale' ? (
        <div className={classes['simulate']}>
          <NumberInput
            label={t('ui.simulate.weight')}
            value={grams}
            min={0}
            suffix={` ${t('unit.g')}`}
            onChange={(value) => setGrams(Number(value) || 0)}
          />
          <Switch
            label={t('ui.simulate.stable')}
            checked={stable}
            onChange={(event) => setStable(event.currentTarget.checked)}
          />
          <ActionButton label={t('ui.simulate.put')} busy={busy} onAct={() => void call({ weight_g: grams, stable })} />
        </div>
      ) : null}
      <div className={classes['actions']}>
        <ActionButton
          label={t(device.state === 'open' ? 'ui.simulate.unplug' : 'ui.simulate.plug-in', { name: device.name })}
          onAct={() => void call({ device: device.device_id, unplug: device.state === 'open' })}
        />
      </div>
      <FaultList faults={faults} />
    </section>
  );
}
