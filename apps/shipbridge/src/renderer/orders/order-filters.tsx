import { Select, TextInput } from '@mantine/core';
import { useT } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
import classes from './order-list.module.css';
import type { OrderFilters } from './order-query.ts';

export interface OrderFilterFieldsProps {
  readonly filters: OrderFilters;
  readonly onChange: (filters: OrderFilters) => void;
  readonly channels: readonly string[];
}

/** One row of fields, always in sight: no panel to open, nothing moves. */
export function OrderFilterFields({ filters, onChange, channels }: OrderFilterFieldsProps): ReactElement {
  const t = useT();
  const text = (key: 'keywords' | 'sku' | 'number' | 'serial'): ReactElement => (
    <TextInput
      label={t(`shipbridge.filter.${key}`)}
      value={filters[key]}
      onChange={(event) => onChange({ ...filters, [key]: event.currentTarget.value })}
      autoComplete="off"
      spellCheck={false}
      data-testid={`filter-${key}`}
    />
  );
  const day = (key: 'from' | 'to'): ReactElement => (
    <TextInput
      type="date"
      label={t(`shipbridge.filter.${key}`)}
      value={filters[key]}
      onChange={(event) => onChange({ ...filters, [key]: event.currentTarget.value })}
    />
  );
  return (
    <div className={classes['filters']}>
      {text('keywords')}
      {text('sku')}
      {text('number')}
      {text('serial')}
      <Select
        label={t('shipbridge.filter.channel')}
        placeholder={t('shipbridge.filter.all')}
        value={filters.channel}
        onChange={(channel) => onChange({ ...filters, channel })}
        data={[...channels]}
        clearable
        searchable
      />
      {day('from')}
      {day('to')}
    </div>
  );
}
