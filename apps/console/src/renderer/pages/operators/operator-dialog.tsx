import { MultiSelect, PasswordInput, Select, Switch, TextInput } from '@mantine/core';
import { Pin, type OperatorInput, type OperatorListRow } from '@serialbridge/protocol/central';
import { useT } from '@serialbridge/ui/i18n';
import { useState, type ReactElement } from 'react';
import { useAct } from '../../api/use-read.ts';
import { SaveDialog } from '../../components/dialog-frame.tsx';
import { useWarehouseOptions } from '../../components/use-options.ts';
import { useRoles } from '../roles/use-roles.ts';

/** A person: what is typed or scanned to sign in, what may be done, and where. */
export function OperatorDialog({ row, onClose }: { row?: OperatorListRow; onClose: () => void }): ReactElement {
  const t = useT();
  const [fields, setFields] = useState<Omit<OperatorInput, 'pin'>>({
    code: row?.code ?? '',
    name: row?.name ?? '',
    role: row?.role ?? 'operator',
    badge: row?.badge ?? null,
    warehouse_ids: row?.warehouse_ids ?? null,
    active: row?.active ?? true,
  });
  const hasPin = row !== undefined && row.pin_state !== 'none';
  const [pin, setPin] = useState('');
  const [mustChange, setMustChange] = useState(true);
  const [dropPin, setDropPin] = useState(false);
  const warehouses = useWarehouseOptions();
  const roles = useRoles();
  const set = (part: Partial<OperatorInput>): void => setFields({ ...fields, ...part });
  const save = useAct((central, body: OperatorInput) =>
    row === undefined
      ? central.call('operators.create', { body })
      : central.call('operators.update', {
          params: { operator_id: row.operator_id },
          body: { ...body, revision: row.revision },
        }),
  );
  const pinWrong = pin !== '' && !Pin.safeParse(pin).success;
  const submit = (): void => {
    if (pinWrong) return;
    const change = dropPin ? { pin: null } : pin === '' ? {} : { pin, pin_must_change: mustChange };
    save.mutate({ ...fields, code: fields.code.trim(), name: fields.name.trim(), ...change }, { onSuccess: onClose });
  };
  return (
    <SaveDialog
      title={row === undefined ? t('console.operator.new') : t('console.operator.edit', { name: row.name })}
      onClose={onClose}
      onSubmit={submit}
      save={save}
      testId="operator-save"
    >
      <TextInput
        label={t('console.code')}
        description={t('console.operator.code-meaning')}
        value={fields.code}
        onChange={(event) => set({ code: event.currentTarget.value })}
        required
        data-autofocus
        data-testid="operator-code"
      />
      <TextInput
        label={t('console.name-of')}
        value={fields.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        required
        data-testid="operator-name"
      />
      <Select
        label={t('console.operator.role')}
        description={roles.meaning(fields.role)}
        data={roles.options(fields.role)}
        value={fields.role}
        onChange={(value) => set({ role: value ?? fields.role })}
        allowDeselect={false}
        data-testid="operator-role"
      />
      <PasswordInput
        label={t('console.operator.pin')}
        description={t(hasPin ? 'console.operator.pin-stays' : 'console.operator.pin-meaning')}
        value={pin}
        onChange={(event) => setPin(event.currentTarget.value)}
        error={pinWrong ? t('console.operator.pin-wrong') : undefined}
        disabled={dropPin}
        autoComplete="new-password"
        inputMode="numeric"
        data-testid="operator-pin"
      />
      {pin === '' || dropPin ? null : (
        <Switch
          label={t('console.operator.pin-must-change')}
          checked={mustChange}
          onChange={(event) => setMustChange(event.currentTarget.checked)}
        />
      )}
      {hasPin ? (
        <Switch
          label={t('console.operator.drop-pin')}
          checked={dropPin}
          onChange={(event) => setDropPin(event.currentTarget.checked)}
        />
      ) : null}
      <TextInput
        label={t('console.operator.badge')}
        description={t('console.operator.badge-meaning')}
        value={fields.badge ?? ''}
        onChange={(event) => set({ badge: event.currentTarget.value === '' ? null : event.currentTarget.value })}
        data-testid="operator-badge"
      />
      <MultiSelect
        label={t('console.page.warehouses')}
        description={t('console.operator.warehouses-meaning')}
        data={[...warehouses]}
        value={[...(fields.warehouse_ids ?? [])]}
        onChange={(value) => set({ warehouse_ids: value.length === 0 ? null : value })}
        placeholder={fields.warehouse_ids === null ? t('console.all') : ''}
        clearable
      />
      <Switch
        label={t('console.operator.works-here')}
        checked={fields.active}
        onChange={(event) => set({ active: event.currentTarget.checked })}
      />
    </SaveDialog>
  );
}
