import { PasswordInput, TextInput } from '@mantine/core';
import type { Feedback, Finding } from '@serialbridge/protocol/station';
import { ActionButton, Dialog, FaultList } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import { DialogScans, textFault, useCall, usePolicy } from '@serialbridge/ui/station';
import { IconGavel } from '@tabler/icons-react';
import { useRef, useState, type ReactElement } from 'react';
import classes from './dialogs.module.css';
import { Reasons } from './reasons.tsx';

const SERIAL_REASONS = [
  'shipbridge.reason.label-damaged',
  'shipbridge.reason.never-received',
  'shipbridge.reason.wrong-on-record',
  'shipbridge.reason.moved-stock',
];
const WEIGHT_REASONS = [
  'shipbridge.reason.packing-material',
  'shipbridge.reason.product-weight',
  'shipbridge.reason.enclosure',
  'shipbridge.reason.counted-again',
];

function Form({ feedback, token, onClose }: { feedback: Feedback; token: string; onClose: () => void }): ReactElement {
  const t = useT();
  const weight = feedback.headline.code === 'packing.weight-off';
  // A released weight always carries who released it (core/packing).
  const supervised = usePolicy('packing.manual_serial_needs_supervisor') || weight;
  const { call, busy, faults } = useCall('packing.keep_serial', { aloud: false });
  const [reason, setReason] = useState('');
  const [code, setCode] = useState('');
  const [pin, setPin] = useState('');
  const [still, setStill] = useState<readonly Finding[]>([]);
  const pinField = useRef<HTMLInputElement>(null);
  const ready = reason !== '' && (!supervised || (code !== '' && pin !== ''));
  const keep = async (): Promise<void> => {
    if (!ready) return;
    setStill([]);
    const result = await call({ override_token: token, reason, approver: supervised ? { code, pin } : null });
    setPin('');
    if (result === null) return;
    if (result.feedback.level === 'refused')
      setStill([
        result.feedback.headline,
        ...result.feedback.findings.filter(({ code: id }) => id !== result.feedback.headline.code),
      ]);
    else onClose();
  };
  return (
    <form
      className={classes['form']}
      data-testid="keep-dialog"
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
    >
      <DialogScans
        onOk={() => void keep()}
        onCancel={onClose}
        {...(supervised
          ? {
              wanted: 'badge' as const,
              onCode: (text: string): Finding | null => {
                const other = textFault(text, 'badge');
                if (other !== null) return other;
                setCode(text);
                setPin('');
                pinField.current?.focus();
                return null;
              },
            }
          : {})}
      />
      <FaultList faults={feedback.findings.length > 0 ? feedback.findings : [feedback.headline]} tone="caution" />
      <p className={classes['note']}>{t('shipbridge.keep.recorded')}</p>
      <Reasons reasons={weight ? WEIGHT_REASONS : SERIAL_REASONS} onReason={setReason} />
      {supervised ? (
        <fieldset className={classes['approver']}>
          <legend>{t('shipbridge.keep.approver')}</legend>
          <TextInput
            label={t('shipbridge.keep.code')}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
            data-testid="approver-code"
          />
          <PasswordInput
            ref={pinField}
            label={t('ui.sign-in.pin')}
            value={pin}
            onChange={(event) => setPin(event.currentTarget.value)}
            autoComplete="off"
            inputMode="numeric"
            visibilityToggleButtonProps={{ 'aria-label': t('ui.sign-in.show-pin') }}
            data-testid="approver-pin"
          />
        </fieldset>
      ) : null}
      <FaultList faults={[...faults, ...still]} />
      <div className={classes['actions']}>
        <ActionButton label={t('ui.cancel')} keys="Esc" onAct={onClose} />
        <ActionButton
          label={t(weight ? 'shipbridge.keep.release-weight' : 'shipbridge.keep.keep-serial')}
          keys="F8"
          variant="filled"
          icon={<IconGavel size={20} />}
          disabled={!ready}
          busy={busy}
          onAct={() => void keep()}
          data-testid="keep-confirm"
        />
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </div>
    </form>
  );
}

/** A refused serial is kept, or a weight released, with a reason and, where the policy says so, a supervisor's own code and PIN. */
export function KeepDialog({ feedback, onClose }: { feedback: Feedback | null; onClose: () => void }): ReactElement {
  const t = useT();
  const token = feedback?.override_token ?? null;
  const weight = feedback?.headline.code === 'packing.weight-off';
  return (
    <Dialog
      opened={token !== null}
      onClose={onClose}
      title={t(weight ? 'shipbridge.keep.title-weight' : 'shipbridge.keep.title', { serial: feedback?.text ?? '' })}
      width="54rem"
    >
      {feedback === null || token === null ? null : <Form feedback={feedback} token={token} onClose={onClose} />}
    </Dialog>
  );
}
