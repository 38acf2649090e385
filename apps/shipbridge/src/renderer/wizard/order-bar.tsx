import type { PackingState } from '@serialbridge/protocol/station';
import { ActionButton, Tag } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import { useCall } from '@serialbridge/ui/station';
import { IconArrowLeft, IconCheck, IconPackageOff } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import classes from './order-bar.module.css';
import type { OpenOrder } from '../step/packing-facts.ts';
import { ShipBy } from '../step/ship-by.tsx';

const STEPS = ['check', 'weigh', 'ship'] as const;

function Steps({ phase }: { phase: PackingState['phase'] }): ReactElement {
  const t = useT();
  const { call: goTo, busy } = useCall('packing.go_to');
  const at = phase === 'done' ? STEPS.length : STEPS.findIndex((step) => step === phase);
  return (
    <ol className={classes['steps']} aria-label={t('shipbridge.steps')}>
      {STEPS.map((step, index) => (
        <li key={step}>
          <button
            type="button"
            className={classes['step']}
            aria-current={index === at ? 'step' : undefined}
            data-passed={index < at || undefined}
            disabled={busy || phase === 'done'}
            onClick={() => void goTo({ phase: step })}
          >
            <span className={classes['step-mark']}>
              {index < at ? <IconCheck size={18} aria-hidden="true" /> : index + 1}
            </span>
            {t(`shipbridge.step.${step}`)}
          </button>
        </li>
      ))}
    </ol>
  );
}

/** Whose order this is, what it asks for, and how far it has come. */
export function OrderBar({
  packing,
  order,
  onDiscard,
}: {
  packing: PackingState;
  order: OpenOrder;
  onDiscard: () => void;
}): ReactElement {
  const t = useT();
  const format = useFormat();
  const { call: leave, busy } = useCall('packing.leave');
  const done = packing.phase === 'done';
  // The name stands above the address already.
  const address = order.address.filter((line) => line !== order.customer_name).join(', ');
  return (
    <header className={classes['bar']}>
      {done ? null : (
        <ActionButton
          label={t('shipbridge.leave')}
          keys="Esc"
          icon={<IconArrowLeft size={20} />}
          busy={busy}
          onAct={() => void leave({})}
          data-testid="leave-button"
        />
      )}
      <span className={classes['number']} data-testid="order-number">
        {order.number}
      </span>
      <div className={classes['who']}>
        <span className={classes['name']}>{order.customer_name}</span>
        <span className={classes['address']} title={address}>
          {address}
        </span>
      </div>
      <div className={classes['tags']}>
        {order.disputed ? <Tag tone="bad">{t('shipbridge.flag.disputed')}</Tag> : null}
        {order.confirmed ? null : <Tag tone="caution">{t('shipbridge.flag.not-confirmed')}</Tag>}
        {order.requested_service === null ? null : <Tag tone="accent">{order.requested_service}</Tag>}
        <ShipBy at={order.ship_by} due={!done} />
        {order.total_cents === null ? null : <Tag>{format.money(order.total_cents, order.currency)}</Tag>}
      </div>
      <Steps phase={packing.phase} />
      {done ? null : (
        <ActionButton
          label={t('shipbridge.unpack-all')}
          keys="Alt+D"
          icon={<IconPackageOff size={20} />}
          disabled={packing.packages.every((box) => box.units === 0)}
          onAct={onDiscard}
          data-testid="discard-button"
        />
      )}
    </header>
  );
}
