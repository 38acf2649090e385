import { SegmentedControl } from '@mantine/core';
import { commandOf } from '@serialbridge/core/scan';
import type { Finding, PackingState, RateQuote } from '@serialbridge/protocol/station';
import { ActionButton, EmptyState, KeyHint, Panel, Tag, useShortcut } from '@serialbridge/ui/components';
import { type Format, type Translate, useFormat, useT } from '@serialbridge/ui/i18n';
import { useCall, useScanTaker, usePolicy } from '@serialbridge/ui/station';
import { IconArrowLeft, IconRefresh, IconTruckDelivery } from '@tabler/icons-react';
import { type ReactElement, useCallback, useEffect, useMemo, useState } from 'react';
import type { StepProps } from '../step/packing-facts.ts';
import { Step } from '../step/step.tsx';
import { WizardFoot } from '../step/wizard-foot.tsx';
import { type Choice, ChoiceList } from '../choices/choice-list.tsx';
import classes from './ship-step.module.css';
import { TrackingList } from './tracking-list.tsx';
import { useShipChoice } from './use-ship-choice.ts';
import { OTHER_CARRIER } from './carriers.ts';

interface Rates {
  readonly rates: readonly RateQuote[];
  readonly busy: boolean;
  readonly refresh: () => void;
}

/** The rates of the topic; where it has none they are asked for, by itself if the policy says so. */
function useRates(packing: PackingState): Rates {
  const automatic = usePolicy('shipping.auto_rates');
  const { call, busy } = useCall('packing.list_rates');
  const [answered, setAnswered] = useState<readonly RateQuote[]>([]);
  const refresh = useCallback(
    () => void call({}).then((result) => result !== null && setAnswered(result.rates)),
    [call],
  );
  const none = packing.rates.length === 0;
  useEffect(() => {
    if (automatic && none) refresh();
  }, [automatic, none, refresh]);
  return { rates: none ? answered : packing.rates, busy, refresh };
}

/** Rates as rows to choose: service, days, price; what the order asks for, the cheapest and the fastest say so. */
function rateChoices(
  rates: readonly RateQuote[],
  requested: string | null,
  t: Translate,
  format: Format,
): readonly Choice[] {
  const cheapest = Math.min(...rates.map(({ price_cents }) => price_cents));
  return rates.map((rate) => ({
    key: `${rate.carrier}:${rate.service}`,
    label: `${rate.carrier} ${rate.service}`,
    content: (
      <>
        <span className={classes['service']}>
          <strong>{rate.service}</strong>
          <span className={classes['muted']}>{rate.carrier}</span>
        </span>
        <span className={classes['marks']}>
          {rate.service === requested ? <Tag tone="accent">{t('shipbridge.rate.requested')}</Tag> : null}
          {rate.price_cents === cheapest ? <Tag tone="good">{t('shipbridge.rate.cheapest')}</Tag> : null}
        </span>
        <span className={classes['days']}>{t('shipbridge.rate.days', { count: rate.transit_days })}</span>
        <span className={classes['price']}>{format.money(rate.price_cents, rate.currency)}</span>
      </>
    ),
  }));
}

function carrierChoices(carriers: readonly string[], t: Translate): readonly Choice[] {
  return carriers.map((carrier) => {
    const name = carrier === OTHER_CARRIER ? t('shipbridge.carrier.other') : carrier;
    return { key: carrier, label: name, content: <strong className={classes['service']}>{name}</strong> };
  });
}

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
