import { Button, NumberInput, Select, Switch, TextInput } from '@mantine/core';
import type { OptionRow } from '@serialbridge/protocol/station';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useId, type ReactElement } from 'react';
import { Tag } from '../../components/index.ts';
import { useT } from '../../i18n/index.ts';
import classes from './options-window.module.css';

export type OptionValue = OptionRow['value'];

export interface OptionFieldProps {
  readonly option: OptionRow;
  /** Changed here and not saved yet; undefined: not changed; null: to be taken back. */
  readonly draft: OptionValue | undefined;
  readonly onChange: (value: OptionValue) => void;
}

function Control({
  id,
  option,
  value,
  onChange,
}: {
  id: string;
  option: OptionRow;
  value: OptionValue;
  onChange: (value: OptionValue) => void;
}): ReactElement {
  const t = useT();
  const shared = {
    id,
    disabled: !option.may_change || !option.levels.includes('station'),
    'aria-label': t(option.key),
    w: '100%',
  } as const;
  switch (option.type) {
    case 'boolean':
      return (
        <Switch
          {...shared}
          size="lg"
          checked={value === true}
          onLabel={t('ui.on')}
          offLabel={t('ui.off')}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'integer':
    case 'number':
      return (
        <NumberInput
          {...shared}
          value={typeof value === 'number' ? value : ''}
          allowDecimal={option.type === 'number'}
          suffix={option.unit === null ? '' : ` ${t(`unit.${option.unit}`)}`}
          onChange={(next) => {
            if (typeof next === 'number') onChange(next);
          }}
        />
      );
    case 'choice':
      return (
        <Select
          {...shared}
          allowDeselect={false}
          value={typeof value === 'string' ? value : null}
          data={(option.choices ?? []).map((choice) => ({ value: choice, label: t(`${option.key}=${choice}`) }))}
          onChange={(next) => {
            if (next !== null) onChange(next);
          }}
        />
      );
    case 'text':
      return (
        <TextInput
          {...shared}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'ids':
      break;
  }
  return <span>{t('ui.options.in-console')}</span>;
}

/** One option: its name, what it does, its value, and where the value comes from. */
export function OptionField({ option, draft, onChange }: OptionFieldProps): ReactElement {
  const t = useT();
  const id = useId();
  const takenBack = draft === null;
  const changed = draft !== undefined;
  const here = option.source === 'station';
  return (
    <div className={classes['option']} data-key={option.key} data-changed={changed || undefined}>
      <label className={classes['words']} htmlFor={id}>
        <strong>{t(option.key)}</strong>
        <span>{option.meaning}</span>
      </label>
      <div className={classes['control']}>
        <Control id={id} option={option} value={changed && !takenBack ? draft : option.value} onChange={onChange} />
      </div>
      <div className={classes['source']}>
        <Tag tone={changed ? 'caution' : here ? 'accent' : 'neutral'}>
          {t(
            changed
              ? takenBack
                ? 'ui.options.to-take-back'
                : 'ui.options.unsaved'
              : option.source === 'station'
                ? 'ui.options.set-here'
                : `source.${option.source}`,
          )}
        </Tag>
        {here && !changed && option.may_change ? (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconArrowBackUp size={16} />}
            onClick={() => onChange(null)}
          >
            {t('ui.options.take-back')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
