import type { RateQuote } from '@serialbridge/protocol/station';
import { Tag } from '@serialbridge/ui/components';
import type { Format, Translate } from '@serialbridge/ui/i18n';
import type { Choice } from '../choices/choice-list.tsx';
import { OTHER_CARRIER } from './carriers.ts';
import classes from './ship-step.module.css';

/** Rates as rows to choose: service, days, price; what the order asks for, the cheapest and the fastest say so. */
export function rateChoices(
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

export function carrierChoices(carriers: readonly string[], t: Translate): readonly Choice[] {
  return carriers.map((carrier) => {
    const name = carrier === OTHER_CARRIER ? t('shipbridge.carrier.other') : carrier;
    return { key: carrier, label: name, content: <strong className={classes['service']}>{name}</strong> };
  });
}
