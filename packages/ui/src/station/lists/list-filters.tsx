import { Select, TextInput } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { useT } from '../../i18n/index.ts';
import classes from './work-list.module.css';

export type ListFilter<Name extends string> =
  | { readonly kind: 'text'; readonly name: Name }
  | { readonly kind: 'choice'; readonly name: Name; readonly options: readonly { value: string; label: string }[] }
  | { readonly kind: 'day'; readonly name: 'from' | 'to' };

export interface ListFiltersProps<Name extends string> {
  readonly words: string;
  readonly fields: readonly ListFilter<Name>[];
  readonly tracks: string;
  readonly values: Readonly<Record<Name | 'from' | 'to', string>>;
  readonly onChange: (name: Name | 'from' | 'to', value: string) => void;
  readonly children?: ReactNode;
}

/** The filters as rows of fields, always in sight: no panel to open, nothing moves. */
export function ListFilters<Name extends string>(props: ListFiltersProps<Name>): ReactElement {
  const { words, fields, tracks, values, onChange, children } = props;
  const t = useT();
  return (
    <div className={classes['filters']} style={{ gridTemplateColumns: tracks }}>
      {fields.map((field) => {
        const same = {
          label: t(`${words}.filter.${field.name}`),
          value: values[field.name],
          'data-testid': `filter-${field.name}`,
        };
        if (field.kind === 'choice')
          return (
            <Select
              key={field.name}
              {...same}
              placeholder={t('ui.list.all')}
              value={same.value === '' ? null : same.value}
              onChange={(value) => onChange(field.name, value ?? '')}
              data={[...field.options]}
              clearable
              searchable
            />
          );
        return (
          <TextInput
            key={field.name}
            {...same}
            type={field.kind === 'day' ? 'date' : 'text'}
            onChange={(event) => onChange(field.name, event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
          />
        );
      })}
      {children}
    </div>
  );
}
