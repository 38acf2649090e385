import { NumberInput } from '@mantine/core';
import type { ReceivingLine } from '@serialbridge/protocol/station';
import { ActionButton, Dialog, FaultList } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import { DialogScans, Keypad, useCall } from '@serialbridge/ui/station';
import { IconCheck } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import classes from './document-screen.module.css';

function Form({ line, onClose }: { line: ReceivingLine; onClose: () => void }): ReactElement {
  const t = useT();
  const { call, busy, faults } = useCall('receiving.mark_received', { aloud: false });
  const rest = Math.max(0, line.quantity_ordered - line.quantity_received - line.quantity_counted);
  const [quantity, setQuantity] = useState(String(Math.max(1, rest)));
  /** The first key replaces the proposal, as typing over a selection does. */
  const [touched, setTouched] = useState(false);
  const number = Number(quantity);
  const valid = Number.isInteger(number) && number >= 1 && number <= 1_000_000;
  const send = async (): Promise<void> => {
    if ((await call({ line_id: line.line_id, quantity: number })) !== null) onClose();
  };
  const take = (): void => {
    if (valid) void send();
  };
  const type = (next: (old: string) => string): void => {
    setQuantity((old) => next(touched ? old : ''));
    setTouched(true);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
      className={classes['mark']}
    >
      <DialogScans onOk={take} onCancel={onClose} />
      <p className={classes['mark-product']}>
        <strong>{line.product.sku}</strong> {line.product.name}
      </p>
      <NumberInput
        data-autofocus
        label={t('receivebridge.mark.quantity')}
        description={t('receivebridge.mark.rest', { rest })}
        value={quantity}
        onChange={(value) => {
          setQuantity(String(value));
          setTouched(true);
        }}
        onFocus={(event) => event.currentTarget.select()}
        min={1}
        max={1_000_000}
        allowDecimal={false}
        allowNegative={false}
        hideControls
        styles={{ input: { fontSize: '1.75rem', fontWeight: 600 } }}
        data-testid="mark-quantity"
      />
      <Keypad
        onDigit={(digit) => type((old) => old + digit)}
        onErase={() => type((old) => old.slice(0, -1))}
        onClear={() => type(() => '')}
      />
      <FaultList faults={faults} />
      <div className={classes['mark-actions']}>
        <ActionButton label={t('ui.cancel')} keys="Esc" onAct={onClose} />
        <ActionButton
          label={t('receivebridge.mark-received')}
          keys="Enter"
          variant="filled"
          icon={<IconCheck size={20} />}
          busy={busy}
          disabled={!valid}
          onAct={take}
        />
      </div>
    </form>
  );
}

/** Mark as Received: how many of a line. A line that needs serials then asks for them. */
export function MarkReceivedDialog({
  line,
  opened,
  onClose,
}: {
  line: ReceivingLine | null;
  opened: boolean;
  onClose: () => void;
}): ReactElement {
  const t = useT();
  return (
    <Dialog opened={opened && line !== null} onClose={onClose} title={t('receivebridge.mark-received')} width="32rem">
      {line === null ? null : <Form line={line} onClose={onClose} />}
    </Dialog>
  );
}
