import { useT } from '@serialbridge/ui/i18n';
import { DeviceRoom, PACKING_COMMANDS, StationFrame, usePacking } from '@serialbridge/ui/station';
import { useState, type ReactElement } from 'react';
import { OrderList } from './orders/order-list.tsx';
import classes from './ship-app.module.css';
import { Wizard } from './wizard/wizard.tsx';

type ScreenId = 'orders' | 'devices';
const isScreen = (id: string): id is ScreenId => id === 'orders' || id === 'devices';

function Orders(): ReactElement {
  const packing = usePacking();
  return (
    <div className={classes['phase']} data-testid="phase" data-phase={packing?.phase ?? 'list'}>
      {packing === null || packing.phase === 'list' || packing.order === null ? (
        <OrderList />
      ) : (
        <Wizard packing={packing} order={packing.order} />
      )}
    </div>
  );
}

/** The packing station's page. Which order is open and how far it is, is the host's to say; this only shows it. */
export function ShipApp(): ReactElement {
  const t = useT();
  const [screen, setScreen] = useState<ScreenId>('orders');
  const screens = [
    { id: 'orders', title: t('shipbridge.screen.orders'), keys: 'Alt+1' },
    { id: 'devices', title: t('ui.screen.devices'), keys: 'Alt+2' },
  ];
  const go = (id: string): void => {
    if (isScreen(id)) setScreen(id);
  };
  return (
    <StationFrame commands={PACKING_COMMANDS} screens={screens} screen={screen} onScreen={go}>
      {screen === 'orders' ? <Orders /> : null}
      {screen === 'devices' ? <DeviceRoom /> : null}
    </StationFrame>
  );
}
