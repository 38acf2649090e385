import { NumberInput } from '@mantine/core';
import type { PackingLine } from '@serialbridge/protocol/station';
import { ActionButton, KeyHint, useShortcut } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import { useCall, usePolicy } from '@serialbridge/ui/station';
import { IconPackageImport } from '@tabler/icons-react';
import { useRef, useState, type ReactElement } from 'react';
import { typeInto } from '../step/type-into.ts';
import { missing } from '../step/packing-facts.ts';
import classes from './check-step.module.css';

/** How many of a product without serials go in at once; one, where the policy allows no more. */
export function QuantityEntry({ line }: { line: PackingLine }): ReactElement {
  const t = useT();
  const several = usePolicy('packing.allow_multiple_quantity');
  const { call, busy } = useCall('packing.pack_quantity');
  const [text, setText] = useState(String(several ? missing(line) : 1));
  const field = useRef<HTMLInputElement>(null);
  const quantity = Number(text);
  const valid = Number.isInteger(quantity) && quantity >= 1;
  useShortcut(several ? 'F4' : undefined, t('shipbridge.quantity.label'), () => typeInto(field.current));
  const pack = (): void => {
    if (valid) void call({ order_line_id: line.order_line_id, quantity });
  };
  return (
    <form
      className={classes['quantity']}
      onSubmit={(event) => {
        event.preventDefault();
        pack();
      }}
    >
      {several ? (
        <NumberInput
          ref={field}
          label={t('shipbridge.quantity.label')}
          value={text}
          onChange={(value) => setText(String(value))}
          min={1}
          allowDecimal={false}
          allowNegative={false}
          hideControls
          rightSection={<KeyHint keys="F4" />}
          rightSectionWidth="3rem"
          data-testid="quantity-input"
        />
      ) : null}
      <ActionButton
        label={t(several ? 'shipbridge.quantity.pack' : 'shipbridge.quantity.pack-one')}
        keys="+"
        icon={<IconPackageImport size={20} />}
        disabled={!valid}
        busy={busy}
        onAct={pack}
        data-testid="pack-quantity"
      />
    </form>
  );
}
