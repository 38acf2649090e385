import { describePolicy } from '@serialbridge/core/policy';
import type { OptionRow } from '@serialbridge/protocol/station';

const TYPES = { switch: 'boolean', choice: 'choice', integer: 'integer', number: 'number', text: 'text' } as const;

/** Every built option of a receiving station, two of them not at their default. */
export const FAKE_OPTIONS: readonly OptionRow[] = describePolicy()
  .filter(({ built, key }) => built && !key.startsWith('packing.'))
  .map((option, index) => ({
    key: option.key,
    group: option.group,
    meaning: option.meaning,
    type: TYPES[option.type],
    choices: option.options.length === 0 ? null : [...option.options],
    unit: option.unit,
    value: option.default as OptionRow['value'],
    source: index === 2 ? 'station' : index === 3 ? 'tenant' : 'default',
    levels: [...option.levels],
    may_change: option.who === 'options.change',
  }));
