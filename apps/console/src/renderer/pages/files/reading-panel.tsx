import { Button, NativeSelect, Switch } from '@mantine/core';
import type { ImportKindView, ImportLook, ImportReading } from '@serialbridge/protocol/central';
import { CodeText, Panel } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import { useState, type ReactElement } from 'react';
import { PlainTable } from '../../components/plain-table.tsx';
import { readingOf } from './use-look.ts';
import classes from './import-page.module.css';

interface ReadingPanelProps {
  readonly look: ImportLook;
  readonly kind: ImportKindView;
  readonly busy: boolean;
  /** The first row is headings, or it is not: the file is looked at again. */
  readonly onHeading: (heading: boolean) => void;
  readonly onCheck: (reading: ImportReading) => void;
}

/** How a file is read: each of its columns with its first values, what it is, and how dates and numbers are written. */
export function ReadingPanel({ look, kind, busy, onHeading, onCheck }: ReadingPanelProps): ReactElement {
  const t = useT();
  const [said, setSaid] = useState(look);
  const taken = new Set(said.columns.map(({ name }) => name));
  const missing = kind.columns.filter(({ name, required }) => required && !taken.has(name));
  const take = (index: number, name: string | null): void =>
    setSaid((old) => ({
      ...old,
      // A column of ours is one column of the file: whoever gives it to another takes it from the first.
      columns: old.columns.map((column, at) =>
        at === index ? { ...column, name } : name !== null && column.name === name ? { ...column, name: null } : column,
      ),
    }));
  const choices = [
    { value: '', label: t('console.import.left-out') },
    ...kind.columns.map(({ name, required }) => ({ value: name, label: required ? `${name} *` : name })),
  ];
  return (
    <Panel title={t('console.import.how-read')} flush>
      <div className={classes['reading']} data-testid="import-reading" data-by={look.by}>
        <p className={classes['hint']} role="status">
          {t(`console.import.read-by.${look.by}`)}
        </p>
        <div className={classes['row']}>
          <Switch
            label={t('console.import.has-heading')}
            checked={said.heading}
            onChange={(event) => onHeading(event.currentTarget.checked)}
            data-testid="import-heading"
          />
          <NativeSelect
            label={t('console.import.dates')}
            value={said.dates ?? ''}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setSaid((old) => ({ ...old, dates: value === '' ? null : (value as ImportReading['dates']) }));
            }}
            data={['', 'iso', 'month-first', 'day-first'].map((value) => ({
              value,
              label: t(`console.import.dates.${value === '' ? 'unsaid' : value}`),
            }))}
            error={look.asks.includes('dates') && said.dates === null}
            data-testid="import-dates"
          />
          <NativeSelect
            label={t('console.import.decimals')}
            value={said.decimals ?? ''}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setSaid((old) => ({ ...old, decimals: value === '' ? null : (value as ImportReading['decimals']) }));
            }}
            data={['', 'point', 'comma'].map((value) => ({
              value,
              label: t(`console.import.decimals.${value === '' ? 'unsaid' : value}`),
            }))}
            error={look.asks.includes('decimals') && said.decimals === null}
            data-testid="import-decimals"
          />
        </div>
        <div className={classes['mapping']}>
          <PlainTable
            rows={said.columns.map((column, index) => ({ ...column, index }))}
            rowKey={(column) => String(column.index)}
            empty=""
            columns={[
              {
                key: 'heading',
                title: t('console.import.in-file'),
                renderCell: ({ heading, index }) =>
                  heading === '' ? t('console.import.column-at', { at: index + 1 }) : heading,
              },
              {
                key: 'values',
                title: t('console.import.first-values'),
                renderCell: ({ values }) => (
                  <CodeText value={values.filter((one) => one !== '').join(' · ')} size="sm" />
                ),
              },
              {
                key: 'name',
                title: t('console.import.is'),
                renderCell: ({ name, index, heading }) => (
                  <NativeSelect
                    aria-label={t('console.import.is-what', { column: heading === '' ? String(index + 1) : heading })}
                    value={name ?? ''}
                    onChange={(event) =>
                      take(index, event.currentTarget.value === '' ? null : event.currentTarget.value)
                    }
                    data={choices}
                    data-testid="import-column"
                  />
                ),
              },
            ]}
          />
        </div>
        {missing.length === 0 ? null : (
          <p className={classes['verdict']} data-tone="bad" role="alert" data-testid="import-missing">
            {t('console.import.missing', { columns: missing.map(({ name }) => name).join(', ') })}
          </p>
        )}
        <div className={classes['row']}>
          <Button
            variant="filled"
            disabled={busy || missing.length > 0}
            onClick={() => onCheck(readingOf(said))}
            data-testid="import-check"
          >
            {t('console.import.check')}
          </Button>
          <span className={classes['hint']}>{t('console.import.remembered')}</span>
        </div>
      </div>
    </Panel>
  );
}
