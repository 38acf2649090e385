import { TextInput } from '@mantine/core';
import type { PackingBox } from '@serialbridge/protocol/station';
import { ActionButton, KeyHint, useShortcut } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import { useCall } from '@serialbridge/ui/station';
import { IconCheck } from '@tabler/icons-react';
import { useRef, useState, type ReactElement } from 'react';
import { typeInto } from '../step/type-into.ts';
import { gramsOf } from './tolerance.ts';
import classes from './weigh-step.module.css';

/** A weight without the scale, typed in grams. */
export function TypedWeight({ box }: { box: PackingBox }): ReactElement {
  const t = useT();
  const format = useFormat();
  const { call, busy } = useCall('packing.set_weight');
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const grams = gramsOf(text);
  useShortcut('F4', t('shipbridge.weigh.type'), () => typeInto(field.current));
  const take = async (): Promise<void> => {
    if (grams === null) return;
    const result = await call({ package_id: box.package_id, weight_g: grams });
    if (result !== null) setText('');
  };
  return (
    <form
      className={classes['typed']}
      onSubmit={(event) => {
        event.preventDefault();
        void take();
      }}
    >
      <TextInput
        ref={field}
        label={t('shipbridge.weigh.type')}
        description={grams === null ? t('shipbridge.weigh.type-hint') : format.weight(grams)}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        inputMode="decimal"
        autoComplete="off"
        rightSection={<KeyHint keys="F4" />}
        rightSectionWidth="3rem"
        data-testid="weight-input"
      />
      <ActionButton
        label={t('shipbridge.weigh.take')}
        icon={<IconCheck size={20} />}
        busy={busy}
        disabled={grams === null}
        onAct={() => void take()}
        data-testid="take-weight"
      />
    </form>
  );
}
