import { useT } from '@serialbridge/ui/i18n';
import { DeviceRoom, PACKING_COMMANDS, StationFrame, usePacking } from '@serialbridge/ui/station';
import { useState, type ReactElement } from 'react';
import { OrderList } from './orders/order-list.tsx';
import classes from './ship-app.module.css';
import { Wizard } from './wizard/wizard.tsx';

type PlaceId = 'orders' | 'devices';
const isPlace = (id: string): id is PlaceId => id === 'orders' || id === 'devices';

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
  const [place, setPlace] = useState<PlaceId>('orders');
  const places = [
    { id: 'orders', title: t('shipbridge.place.orders'), keys: 'Alt+1' },
    { id: 'devices', title: t('ui.place.devices'), keys: 'Alt+2' },
  ];
  const go = (id: string): void => {
    if (isPlace(id)) setPlace(id);
  };
  return (
    <StationFrame commands={PACKING_COMMANDS} places={places} place={place} onPlace={go}>
      {place === 'orders' ? <Orders /> : null}
      {place === 'devices' ? <DeviceRoom /> : null}
    </StationFrame>
  );
}
