import { Tag } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import { useNow } from '@serialbridge/ui/station';
import type { ReactElement } from 'react';

const DAY_MS = 86_400_000;

/** When the order must leave; late, or within a day, it says so in words. `due` false: it has left, the time only informs. */
export function ShipBy({ at, due = true }: { at: number | null; due?: boolean }): ReactElement | null {
  const t = useT();
  const format = useFormat();
  const now = useNow(30_000);
  if (at === null) return null;
  if (due && at < now) return <Tag tone="bad">{t('shipbridge.ship-by.late', { age: format.age(now - at) })}</Tag>;
  if (due && at - now < DAY_MS)
    return <Tag tone="caution">{t('shipbridge.ship-by.soon', { age: format.age(at - now) })}</Tag>;
  return <span>{format.date(at)}</span>;
}
