import { TextInput } from '@mantine/core';
import type { ReceiptSerial } from '@serialbridge/protocol/station';
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
import { DialogScans, textFault, useCall, usePagedList } from '@serialbridge/ui/station';
import { IconTrash } from '@tabler/icons-react';
import { useCallback, useMemo, useState, type ReactElement } from 'react';
import classes from './document-screen.module.css';

const NONE = { rows: [], total: 0 };

export interface SerialsProps {
  /** Null: the serials of all lines. */
  readonly lineId: string | null;
  readonly sku: string | null;
  /** Changes whenever a serial comes or goes, to read the list again. */
  readonly version: number;
  readonly onClose: () => void;
}

function serialColumns(t: Translate): readonly Column<ReceiptSerial>[] {
  const title = (key: string): string => t(`receivebridge.serials.${key}`);
  return [
    {
      key: 'serial',
      title: title('serial'),
      width: 'minmax(12rem, 2fr)',
      renderCell: (row) => <CodeText value={row.serial_raw} />,
    },
    { key: 'sku', title: title('sku'), width: 'minmax(8rem, 1fr)', renderCell: (row) => row.sku },
    { key: 'lot', title: title('lot'), width: '7rem', renderCell: (row) => row.lot ?? '' },
    { key: 'expiry', title: title('expiry'), width: '7rem', renderCell: (row) => row.expiry ?? '' },
  ];
}

function List({ lineId, version, onClose }: SerialsProps): ReactElement {
  const t = useT();
  const { call: remove, busy: removing, faults: removeFaults } = useCall('receiving.remove_serial', { aloud: false });
  const [find, setFind] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const question = useCallback(
    (page: { offset: number; limit: number }) => ({ line_id: lineId, find, ...page }),
    // Another version of the document is a new question: the list follows a run of scans when they pause.
    // oxlint-disable-next-line react/exhaustive-deps
    [lineId, find, version],
  );
  const { rows, total, busy, faults, more, refresh } = usePagedList('receiving.list_serials', question, NONE);
  const selected = rows.find(({ unit_id }) => unit_id === chosen) ?? (rows.length === 1 ? rows[0] : undefined);
  const other = rows.length === 0 && !busy && find !== '' ? textFault(find, 'serial') : null;
  const columns = useMemo(() => serialColumns(t), [t]);
  return (
    <>
      <DialogScans onCancel={onClose} onCode={setFind} />
      <div className={classes['serials-bar']}>
        <TextInput
          data-autofocus
          label={t('receivebridge.serials.find')}
          description={t('receivebridge.serials.find-hint')}
          value={find}
          onChange={(event) => setFind(event.currentTarget.value)}
          spellCheck={false}
          autoComplete="off"
        />
        <strong role="status">{t('receivebridge.serials.total', { count: total })}</strong>
      </div>
      <FaultList faults={[...faults, ...removeFaults, ...(other === null ? [] : [other])]} />
      <DataTable
        label={t('receivebridge.serials.title')}
        rows={rows}
        total={total}
        onNearEnd={more}
        columns={columns}
        rowKey={(row) => row.unit_id}
        selected={selected?.unit_id ?? null}
        onSelect={setChosen}
        busy={busy}
        empty={<EmptyState title={t('receivebridge.serials.none')} />}
      />
      <div className={classes['mark-actions']}>
        <ActionButton
          label={t('receivebridge.serials.remove')}
          keys="F9"
          icon={<IconTrash size={20} />}
          disabled={selected === undefined}
          busy={removing}
          onAct={() => {
            if (selected !== undefined) void remove({ unit_id: selected.unit_id }).then(refresh);
          }}
        />
        <ActionButton label={t('ui.close')} keys="Esc" variant="filled" onAct={onClose} />
      </div>
    </>
  );
}

/** The serials of this session; scanning one finds it, F9 takes it off. */
export function SerialsDialog({ opened, ...props }: SerialsProps & { opened: boolean }): ReactElement {
  const t = useT();
  const title =
    props.sku === null ? t('receivebridge.serials.title') : t('receivebridge.serials.title-of', { sku: props.sku });
  return (
    <Dialog opened={opened} onClose={props.onClose} title={title} width="56rem" height="34rem">
      <List {...props} />
    </Dialog>
  );
}
