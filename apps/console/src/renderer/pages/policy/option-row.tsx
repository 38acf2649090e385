import { Button } from '@mantine/core';
import type { PolicyValueRow } from '@serialbridge/core/model';
import type { PolicySource } from '@serialbridge/core/policy';
import type { PolicyKeyView } from '@serialbridge/protocol/central';
import { Tag } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
import { OptionField } from './option-field.tsx';
import type { ChosenLevel } from './policy-level.ts';
import classes from './policy-page.module.css';

type Json = PolicyValueRow['value'];

interface OptionRowProps {
  readonly option: PolicyKeyView;
  readonly at: ChosenLevel;
  /** In force at this level, with the changes not saved yet. */
  readonly value: Json;
  readonly source: PolicySource;
  readonly changed: boolean;
  /** How many other levels set this option for themselves. */
  readonly elsewhere: number;
  readonly onChange: (value: Json) => void;
}

/** One option: what it means, what is in force here and where that comes from. */
export function OptionRow({ option, at, value, source, changed, elsewhere, onChange }: OptionRowProps): ReactElement {
  const t = useT();
  const settable = option.levels.includes(at.level) && (at.level === 'tenant' || at.level_id !== '');
  const here = source === at.level;
  const why = option.may_change
    ? settable
      ? null
      : t('console.policy.not-at-this-level', {
          levels: option.levels.map((level) => t(`console.level.${level}`)).join(', '),
        })
    : t('console.needs-right', { right: t(`right.${option.who}`) });
  return (
    <div
      className={classes['option']}
      data-changed={changed || undefined}
      data-testid="policy-option"
      data-key={option.key}
    >
      <div>
        <div className={classes['label']}>{t(option.label_key)}</div>
        <div className={classes['meaning']}>{option.meaning}</div>
        <code className={classes['key']}>{option.key}</code>
      </div>
      <OptionField option={option} value={value} disabled={why !== null} onChange={onChange} />
      <div className={classes['source']}>
        <Tag tone={changed ? 'accent' : here ? 'good' : 'neutral'}>
          <span data-testid={`policy-source-${option.key}`}>
            {changed ? t('console.policy.not-saved') : here ? t('console.policy.set-here') : t(`source.${source}`)}
          </span>
        </Tag>
        {here && why === null ? (
          <Button
            variant="subtle"
            size="compact-xs"
            onClick={() => onChange(null)}
            data-testid={`policy-reset-${option.key}`}
          >
            {t('console.policy.take-back')}
          </Button>
        ) : null}
        {why === null ? null : <span className={classes['meaning']}>{why}</span>}
        {elsewhere > 0 ? (
          <span className={classes['meaning']}>{t('console.policy.elsewhere', { count: elsewhere })}</span>
        ) : null}
      </div>
    </div>
  );
}
