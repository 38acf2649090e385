import { SegmentedControl } from '@mantine/core';
import { commandOf } from '@serialbridge/core/scan';
import type { Finding } from '@serialbridge/protocol/station';
import { ActionButton, EmptyState, KeyHint, Panel, useShortcut } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import { useCall, useScanTaker } from '@serialbridge/ui/station';
import { IconArrowLeft, IconRefresh, IconTruckDelivery } from '@tabler/icons-react';
import { useMemo, type ReactElement } from 'react';
import { usePolicy } from '../use-policy.ts';
import type { StepProps } from '../wizard/packing-facts.ts';
import { Step } from '../wizard/step.tsx';
import { WizardFoot } from '../wizard/wizard-foot.tsx';
import { ChoiceList } from '../choices/choice-list.tsx';
import { carrierChoices, rateChoices } from './rate-choices.tsx';
import classes from './ship-step.module.css';
import { TrackingList } from './tracking-list.tsx';
import { useRates } from './use-rates.ts';
import { useShipChoice } from './use-ship-choice.ts';

/** Step 3: a rate by its digit, or a carrier and the tracking number of each box; then it leaves. */
export function ShipStep({ packing, order }: StepProps): ReactElement {
  const t = useT();
  const format = useFormat();
  const manual = usePolicy('shipping.allow_manual_tracking');
  const autoShip = usePolicy('shipping.auto_ship');
  const { rates, busy: fetching, refresh } = useRates(packing);
  const choice = useShipChoice({ packing, order }, rates, manual);
  const { call: goTo } = useCall('packing.go_to');
  const { call: ship, busy: shipping } = useCall('packing.ship');
  const rows = useMemo(
    () =>
      choice.way === 'rate'
        ? rateChoices(rates, order.requested_service, t, format)
        : carrierChoices(choice.carriers, t),
    [choice.way, choice.carriers, rates, order.requested_service, t, format],
  );
  const toggle = (): void => choice.setWay(choice.way === 'rate' ? 'manual' : 'rate');
  useShortcut(manual ? '0' : undefined, t('shipbridge.way.toggle'), toggle);
  const pick = (index: number): void => {
    choice.choose(index);
    const rate = choice.way === 'rate' ? rates[index] : undefined;
    if (autoShip && rate !== undefined && packing.blockers.length === 0) {
      void ship({ carrier: rate.carrier, service: rate.service, tracking: choice.shipment?.tracking ?? [] });
    }
  };
  // The cards mean what is chosen here; the host alone would take the service that the order asks for.
  useScanTaker(({ text }) => {
    const command = commandOf(text);
    if ((command !== 'SHIP' && command !== 'NEXT') || choice.shipment === null) return false;
    void ship(choice.shipment);
    return true;
  });
  // The host judges again; these only spare the way there. Missing tracking numbers are the screen's to say: they may stand in its fields.
  const blockers: readonly Finding[] = [
    ...packing.blockers,
    ...choice.untracked.map((box) => ({ code: 'packing.tracking-missing', params: { box } })),
    ...(choice.shipment === null
      ? [{ code: choice.way === 'rate' ? 'shipbridge.ship.choose-rate' : 'packing.choose-carrier', params: {} }]
      : []),
  ];
  const chosen = choice.chosen === null ? undefined : rows[choice.chosen];
  return (
    <Step
      columns="minmax(0, 1.35fr) minmax(22rem, 1fr)"
      foot={
        <WizardFoot blockers={blockers} ready={t('shipbridge.ship.ready', { way: chosen?.label ?? '' })}>
          <ActionButton
            label={t('shipbridge.back.weigh')}
            keys="Shift+F8"
            icon={<IconArrowLeft size={20} />}
            onAct={() => void goTo({ phase: 'weigh' })}
          />
          <ActionButton
            label={t('shipbridge.ship')}
            keys="Ctrl+Enter"
            size="lg"
            variant="filled"
            icon={<IconTruckDelivery size={24} />}
            disabled={blockers.length > 0}
            busy={shipping}
            onAct={() => {
              if (choice.shipment !== null) void ship(choice.shipment);
            }}
            data-testid="ship-button"
          />
        </WizardFoot>
      }
    >
      <Panel
        title={t('shipbridge.ship.how')}
        fill
        flush
        aside={
          <ActionButton
            size="compact-md"
            variant="subtle"
            label={t('shipbridge.rate.refresh')}
            keys="F5"
            icon={<IconRefresh size={18} />}
            busy={fetching}
            onAct={refresh}
          />
        }
      >
        {manual ? (
          <div className={classes['way']}>
            <SegmentedControl
              fullWidth
              value={choice.way}
              onChange={(value) => choice.setWay(value === 'manual' ? 'manual' : 'rate')}
              aria-label={t('shipbridge.ship.how')}
              data={(['rate', 'manual'] as const).map((value) => ({ value, label: t(`shipbridge.way.${value}`) }))}
            />
            <KeyHint keys="0" />
          </div>
        ) : null}
        {rows.length === 0 ? (
          <EmptyState
            title={t(fetching ? 'shipbridge.rate.fetching' : 'shipbridge.rate.none')}
            hint={t(manual ? 'shipbridge.rate.none-hint' : 'shipbridge.rate.none-hint-no-manual')}
          />
        ) : null}
        <ChoiceList
          label={t('shipbridge.ship.how')}
          choices={rows}
          chosen={choice.chosen}
          onChoose={pick}
          columns={choice.way === 'manual' ? 2 : 1}
        />
      </Panel>
      <TrackingList packing={packing} choice={choice} allowed={manual} />
    </Step>
  );
}
