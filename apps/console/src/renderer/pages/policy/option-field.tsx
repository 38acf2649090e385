import { NumberInput, Select, Switch, TextInput } from '@mantine/core';
import type { PolicyValueRow } from '@serialbridge/core/model';
import type { PolicyKeyView } from '@serialbridge/protocol/central';
import { useT } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
import classes from './policy-page.module.css';

type Json = PolicyValueRow['value'];

interface OptionFieldProps {
  readonly option: PolicyKeyView;
  readonly value: Json;
  readonly disabled: boolean;
  readonly onChange: (value: Json) => void;
}

/** The control that the declaration asks for; nothing here knows any option by name. */
export function OptionField({ option, value, disabled, onChange }: OptionFieldProps): ReactElement {
  const t = useT();
  const label = t(option.label_key);
  const same = { 'aria-label': label, disabled, 'data-testid': `policy-value-${option.key}` };
  switch (option.type) {
    case 'switch':
      return (
        <Switch
          {...same}
          checked={value === true}
          label={t(value === true ? 'console.policy.on' : 'console.policy.off')}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'choice':
      return (
        <Select
          {...same}
          data={option.options.map((one) => ({ value: one, label: t(`${option.label_key}=${one}`) }))}
          value={typeof value === 'string' ? value : null}
          onChange={(chosen) => onChange(chosen ?? option.default)}
          allowDeselect={false}
        />
      );
    case 'integer':
    case 'number':
      return (
        <div className={classes['field']}>
          <NumberInput
            {...same}
            w="8rem"
            value={typeof value === 'number' ? value : ''}
            onChange={(typed) => {
              if (typeof typed === 'number') onChange(typed);
            }}
            allowDecimal={option.type === 'number'}
            {...(option.min === null ? {} : { min: option.min })}
            {...(option.max === null || option.max > 1e9 ? {} : { max: option.max })}
          />
          {option.unit === null ? null : t(`unit.${option.unit}`)}
        </div>
      );
    case 'text':
    default:
      return (
        <TextInput
          {...same}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}
