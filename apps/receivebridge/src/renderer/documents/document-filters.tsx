import { Select, TextInput } from '@mantine/core';
import { useT } from '@serialbridge/ui/i18n';
import type { ReactElement, ReactNode } from 'react';
import type { DocumentFilters } from './document-query.ts';
import classes from './document-list.module.css';

export interface FiltersProps {
  readonly filters: DocumentFilters;
  readonly onChange: (filters: DocumentFilters) => void;
  readonly vendors: readonly { readonly vendor_id: string; readonly name: string }[];
  readonly buyers: readonly string[];
  readonly companies: readonly string[];
  readonly children: ReactNode;
}

const plain = (values: readonly string[]): { value: string; label: string }[] =>
  values.map((value) => ({ value, label: value }));

/** Two rows of fields, always in sight: no panel to open, nothing moves. */
export function Filters({ filters, onChange, vendors, buyers, companies, children }: FiltersProps): ReactElement {
  const t = useT();
  const text = (key: 'sku' | 'keywords' | 'number' | 'vendor_invoice_number'): ReactElement => (
    <TextInput
      label={t(`receivebridge.filter.${key}`)}
      value={filters[key]}
      onChange={(event) => onChange({ ...filters, [key]: event.currentTarget.value })}
      autoComplete="off"
      spellCheck={false}
    />
  );
  const choice = (key: 'buyer' | 'company' | 'vendor_id', data: { value: string; label: string }[]): ReactElement => (
    <Select
      label={t(`receivebridge.filter.${key}`)}
      placeholder={t('receivebridge.filter.all')}
      value={filters[key]}
      onChange={(value) => onChange({ ...filters, [key]: value })}
      data={data}
      clearable
      searchable
    />
  );
  const day = (key: 'from' | 'to'): ReactElement => (
    <TextInput
      type="date"
      label={t(`receivebridge.filter.${key}`)}
      value={filters[key]}
      onChange={(event) => onChange({ ...filters, [key]: event.currentTarget.value })}
    />
  );
  return (
    <div className={classes['filters']}>
      {text('sku')}
      {choice('buyer', plain(buyers))}
      {choice('company', plain(companies))}
      {day('from')}
      {day('to')}
      {text('keywords')}
      {text('number')}
      {choice(
        'vendor_id',
        vendors.map(({ vendor_id, name }) => ({ value: vendor_id, label: name })),
      )}
      {text('vendor_invoice_number')}
      {children}
    </div>
  );
}
