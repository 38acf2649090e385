import { Select, SegmentedControl, TextInput } from '@mantine/core';
import type { Finding } from '@serialbridge/protocol/station';
import { useT } from '../../../i18n/index.ts';
import type { ReactElement } from 'react';
import { HAND_LINKS, isSerial, LINE_CHOICES, type DeviceDraft, type LineSettings } from '../device-draft.ts';
import classes from './setup.module.css';

export interface DraftFieldsProps {
  readonly draft: DeviceDraft;
  readonly onChange: (change: Partial<DeviceDraft>) => void;
  readonly faults: readonly Finding[];
}

const FIELDS = {
  serial: ['path'],
  tcp: ['host', 'port'],
  cups: ['queue'],
  spooler: ['printer'],
} as const;

/** Where it is: what cannot be seen by itself, typed by hand. */
export function LinkFields({ draft, onChange, faults }: DraftFieldsProps): ReactElement | null {
  const t = useT();
  if (draft.fixed !== null) return null;
  return (
    <>
      <SegmentedControl
        aria-label={t('ui.setup.step.link')}
        value={draft.type}
        onChange={(type) => onChange({ type: type as DeviceDraft['type'] })}
        data={HAND_LINKS[draft.kind ?? 'scanner'].map((type) => ({ value: type, label: t(`ui.link.${type}`) }))}
      />
      <p className={classes['hint']}>{t(`ui.setup.link.${draft.type}`)}</p>
      <div className={classes['fields']}>
        {FIELDS[draft.type].map((field, index) => (
          <TextInput
            key={field}
            label={t(`ui.setup.field.${field}`)}
            value={draft[field]}
            autoFocus={index === 0}
            autoComplete="off"
            spellCheck={false}
            error={faults.some(({ code }) => code === `ui.setup.fault.${field}`)}
            onChange={(event) => onChange({ [field]: event.currentTarget.value })}
            data-testid={`setup-${field}`}
          />
        ))}
      </div>
    </>
  );
}

/** How the line is set: each as the profile says until it is chosen here. */
export function LineFields({ draft, onChange }: Pick<DraftFieldsProps, 'draft' | 'onChange'>): ReactElement | null {
  const t = useT();
  if (!isSerial(draft)) return null;
  const wordOf = (setting: keyof LineSettings, value: string): string =>
    setting === 'parity' || setting === 'flow_control' ? t(`ui.setup.${setting}.${value}`) : value;
  return (
    <fieldset className={classes['line-fields']}>
      <legend>{t('ui.setup.line')}</legend>
      {(Object.keys(LINE_CHOICES) as (keyof LineSettings)[]).map((setting) => (
        <Select
          key={setting}
          label={t(`ui.setup.field.${setting}`)}
          value={draft.line[setting]}
          allowDeselect={false}
          data={[
            { value: '', label: t('ui.setup.as-profile') },
            ...LINE_CHOICES[setting].map((value) => ({ value, label: wordOf(setting, value) })),
          ]}
          onChange={(value) => onChange({ line: { ...draft.line, [setting]: value ?? '' } })}
        />
      ))}
    </fieldset>
  );
}
