import { Tag } from '@serialbridge/ui/components';
import { isCalendarDay, useFormat, useT } from '@serialbridge/ui/i18n';
import { useNow } from '@serialbridge/ui/station';
import type { ReactElement } from 'react';
import { daysUntil } from './days-until.ts';

const DAY_MS = 86_400_000;

/** When the order must leave; late, or within a day, it says so in words. `due` false: it has left, the time only informs. */
export function ShipBy({ at, due = true }: { at: number | null; due?: boolean }): ReactElement | null {
  const t = useT();
  const format = useFormat();
  const now = useNow(30_000);
  if (at === null) return null;
  if (!due) return <span>{format.date(at)}</span>;
  // A day without a time lasts until it ends here; it is neither late nor due within hours at its first minute.
  const days = isCalendarDay(at) ? daysUntil(at, new Date(now)) : null;
  if (days === 0) return <Tag tone="caution">{t('shipbridge.ship-by.today')}</Tag>;
  if (days === 1) return <Tag>{t('shipbridge.ship-by.tomorrow')}</Tag>;
  const late = days === null ? now - at : -days * DAY_MS;
  if (late > 0) return <Tag tone="bad">{t('shipbridge.ship-by.late', { age: format.age(late) })}</Tag>;
  if (days === null && at - now < DAY_MS)
    return <Tag tone="caution">{t('shipbridge.ship-by.soon', { age: format.age(at - now) })}</Tag>;
  return <span>{format.date(at)}</span>;
}
