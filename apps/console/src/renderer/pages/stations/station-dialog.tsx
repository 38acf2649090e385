import { SegmentedControl, Select, TextInput } from '@mantine/core';
import { StationKind } from '@serialbridge/core/model';
import { StationScope, type PairingCode, type StationInput, type StationListRow } from '@serialbridge/protocol/central';
import { useT } from '@serialbridge/ui/i18n';
import { useState, type ReactElement } from 'react';
import { useAct } from '../../api/use-read.ts';
import { SaveDialog } from '../../components/dialog-frame.tsx';
import { useWarehouseOptions, useWords } from '../../components/use-options.ts';

interface StationDialogProps {
  readonly row?: StationListRow;
  readonly onClose: () => void;
  /** A new station was made: its code is shown next. */
  readonly onPaired: (code: PairingCode, name: string) => void;
}

export function StationDialog({ row, onClose, onPaired }: StationDialogProps): ReactElement {
  const t = useT();
  const [name, setName] = useState(row?.name ?? '');
  const [kind, setKind] = useState<StationKind>(row?.kind ?? 'receiving');
  const [scope, setScope] = useState<StationScope>(row?.scope ?? 'tenant');
  const [chosen, setChosen] = useState<string | null>(row?.warehouse_id ?? null);
  const [asked, setAsked] = useState(false);
  const warehouses = useWarehouseOptions();
  const scopes = useWords(['tenant', 'warehouse'], 'console.station.scope');
  const kinds = useWords(['receiving', 'packing'], 'console.station');
  const warehouse_id = chosen ?? (warehouses.length === 1 ? (warehouses[0]?.value ?? null) : null);
  const save = useAct(async (central, body: StationInput) => {
    if (row === undefined) return central.call('stations.create', { body });
    await central.call('stations.update', {
      params: { station_id: row.station_id },
      body: { ...body, revision: row.revision },
    });
    return null;
  });
  const submit = (): void => {
    setAsked(true);
    if (name.trim() === '' || warehouse_id === null) return;
    save.mutate(
      { name: name.trim(), kind, warehouse_id, scope },
      {
        onSuccess: (code) => (code === null ? onClose() : onPaired(code, name.trim())),
      },
    );
  };
  return (
    <SaveDialog
      title={t(row === undefined ? 'console.station.new' : 'console.station.edit')}
      onClose={onClose}
      onSubmit={submit}
      save={save}
      word={t(row === undefined ? 'console.station.create' : 'console.save')}
      testId="station-save"
    >
      <TextInput
        label={t('console.name-of')}
        description={t('console.station.name-meaning')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={asked && name.trim() === '' ? t('console.required') : undefined}
        required
        data-autofocus
        data-testid="station-name"
      />
      <SegmentedControl
        data={[...kinds]}
        value={kind}
        onChange={(value) => setKind(StationKind.parse(value))}
        data-testid="station-kind"
      />
      <Select
        label={t('console.unit.warehouse')}
        data={[...warehouses]}
        value={warehouse_id}
        onChange={setChosen}
        error={asked && warehouse_id === null ? t('console.required') : undefined}
        allowDeselect={false}
        required
        data-testid="station-warehouse"
      />
      <SegmentedControl
        data={[...scopes]}
        value={scope}
        onChange={(value) => setScope(StationScope.parse(value))}
        data-testid="station-scope"
      />
      <p>{t(`console.station.scope-meaning.${scope}`)}</p>
    </SaveDialog>
  );
}
