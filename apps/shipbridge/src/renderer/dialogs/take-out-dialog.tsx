import { TextInput } from '@mantine/core';
import type { PackingState } from '@serialbridge/protocol/station';
import {
  ActionButton,
  CodeText,
  DataTable,
  Dialog,
  EmptyState,
  FaultList,
  type Column,
} from '@serialbridge/ui/components';
import { useT, type Translate } from '@serialbridge/ui/i18n';
import { DialogScans, textFault, useCall } from '@serialbridge/ui/station';
import { IconPackageExport } from '@tabler/icons-react';
import { useMemo, useState, type ReactElement } from 'react';
import classes from './dialogs.module.css';

interface Row {
  readonly package_unit_id: string;
  readonly serial_raw: string;
  readonly sku: string;
  readonly box: number;
}

const columnsFor = (t: Translate): readonly Column<Row>[] => [
  {
    key: 'serial',
    title: t('shipbridge.take-out.serial'),
    width: 'minmax(0, 1.4fr)',
    renderCell: (row) => <CodeText value={row.serial_raw} />,
  },
  { key: 'sku', title: t('shipbridge.take-out.sku'), renderCell: (row) => row.sku },
  {
    key: 'box',
    title: t('shipbridge.boxes.title'),
    width: '6rem',
    renderCell: (row) => t('shipbridge.box', { box: row.box }),
  },
];

function Form({ packing, onClose }: { packing: PackingState; onClose: () => void }): ReactElement {
  const t = useT();
  const { call, busy, faults } = useCall('packing.remove_unit', { aloud: false });
  const [find, setFind] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const columns = useMemo(() => columnsFor(t), [t]);
  const rows: readonly Row[] = packing.lines
    .flatMap((line) =>
      line.serials.map(({ package_unit_id, serial_raw, package_number }) => ({
        package_unit_id,
        serial_raw,
        sku: line.product.sku,
        box: package_number,
      })),
    )
    .filter((row) => row.serial_raw.toLowerCase().includes(find.trim().toLowerCase()));
  const selected = rows.find((row) => row.package_unit_id === chosen) ?? (rows.length === 1 ? rows[0] : undefined);
  const other = rows.length === 0 && find !== '' ? textFault(find, 'serial') : null;
  const takeOut = async (): Promise<void> => {
    if (selected === undefined) return;
    if ((await call({ package_unit_id: selected.package_unit_id })) !== null) onClose();
  };
  return (
    <div className={classes['form']} data-testid="take-out-dialog">
      <DialogScans onOk={() => void takeOut()} onCancel={onClose} onCode={setFind} />
      <TextInput
        data-autofocus
        label={t('shipbridge.take-out.find')}
        value={find}
        onChange={(event) => setFind(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
      />
      <div className={classes['table']}>
        <DataTable
          label={t('shipbridge.take-out')}
          rows={rows}
          columns={columns}
          rowKey={(row) => row.package_unit_id}
          selected={selected?.package_unit_id ?? null}
          onSelect={setChosen}
          empty={
            <EmptyState
              title={t('shipbridge.take-out.none')}
              hint={find === '' ? '' : t('shipbridge.take-out.none-hint', { text: find })}
            />
          }
        />
      </div>
      <FaultList faults={other === null ? faults : [...faults, other]} />
      <div className={classes['actions']}>
        <ActionButton label={t('ui.cancel')} keys="Esc" onAct={onClose} />
        <ActionButton
          label={t('shipbridge.take-out.do')}
          keys="F8"
          variant="filled"
          icon={<IconPackageExport size={20} />}
          disabled={selected === undefined}
          busy={busy}
          onAct={() => void takeOut()}
          data-testid="take-out-confirm"
        />
      </div>
    </div>
  );
}

/** Takes one packed unit out again: scan it, or choose it. Undo is for the last one; this is for any. */
export function TakeOutDialog({
  opened,
  packing,
  onClose,
}: {
  opened: boolean;
  packing: PackingState;
  onClose: () => void;
}): ReactElement {
  const t = useT();
  return (
    <Dialog opened={opened} onClose={onClose} title={t('shipbridge.take-out.title')} width="48rem">
      <Form packing={packing} onClose={onClose} />
    </Dialog>
  );
}
