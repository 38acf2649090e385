import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useT } from '@serialbridge/ui/i18n';
import { useEffect, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { useSearchParams } from 'wouter';
import classes from './filter-bar.module.css';
import type { FilterField } from './filters.ts';

const TYPING_MS = 250;

/** Filters above a list; each is in the address. Text waits for a pause in typing. */
export function FilterBar({
  fields,
  children,
}: {
  fields: readonly FilterField[];
  children?: ReactNode;
}): ReactElement {
  const t = useT();
  const [search, setSearch] = useSearchParams();
  const set = (name: string, value: string | null): void => {
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        if (value === null || value === '') after.delete(name);
        else after.set(name, value);
        return after;
      },
      { replace: true },
    );
  };
  const used = fields.some((field) => search.has(field.name));
  const clear = (): void => setSearch(new URLSearchParams(), { replace: true });
  return (
    <div className={classes['bar']} role="search">
      {fields.map((field) => (
        <Filter
          key={field.name}
          field={field}
          value={search.get(field.name) ?? ''}
          onChange={(value) => set(field.name, value)}
        />
      ))}
      {used ? (
        <Button variant="subtle" onClick={clear} data-testid="filter-clear">
          {t('console.filter.clear')}
        </Button>
      ) : null}
      {children}
    </div>
  );
}

interface FilterProps {
  readonly field: FilterField;
  readonly value: string;
  readonly onChange: (value: string | null) => void;
}

function Filter({ field, value, onChange }: FilterProps): ReactElement {
  const label = { className: classes['label'] ?? '' };
  const testId = `filter-${field.name}`;
  switch (field.kind) {
    case 'text':
      return <TextFilter field={field} value={value} onChange={onChange} />;
    case 'choice':
      return (
        <Select
          label={field.label}
          labelProps={label}
          w={field.width ?? '10rem'}
          data={[...field.options]}
          value={value === '' ? null : value}
          onChange={onChange}
          clearable
          searchable={field.options.length > 8}
          data-testid={testId}
        />
      );
    case 'day':
      return (
        <TextInput
          type="date"
          label={field.label}
          labelProps={label}
          w="9.5rem"
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          data-testid={testId}
        />
      );
    case 'fixed':
      return value === '' ? (
        <></>
      ) : (
        <div className={classes['switch']}>
          <Checkbox label={field.label} checked onChange={() => onChange(null)} data-testid={testId} />
        </div>
      );
    case 'switch':
    default:
      return (
        <div className={classes['switch']}>
          <Checkbox
            label={field.label}
            checked={value === 'true'}
            onChange={(event) => onChange(event.currentTarget.checked ? 'true' : null)}
            data-testid={testId}
          />
        </div>
      );
  }
}

function TextFilter({
  field,
  value,
  onChange,
}: FilterProps & { readonly field: FilterField & { kind: 'text' } }): ReactElement {
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);
  const send = useRef(onChange);
  useEffect(() => {
    send.current = onChange;
  });
  // The address changed by itself (back, a link, clear): the field follows.
  useEffect(() => {
    if (value !== sent.current) {
      sent.current = value;
      setTyped(value);
    }
  }, [value]);
  useEffect(() => {
    if (typed === sent.current) return undefined;
    const timer = setTimeout(() => {
      sent.current = typed;
      send.current(typed);
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <TextInput
      label={field.label}
      labelProps={{ className: classes['label'] ?? '' }}
      w={field.width ?? '13rem'}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        sent.current = typed;
        onChange(typed);
      }}
      spellCheck={false}
      autoComplete="off"
      {...(field.code === true ? { styles: { input: { fontFamily: 'var(--sb-font-code)' } } } : {})}
      data-testid={`filter-${field.name}`}
    />
  );
}
