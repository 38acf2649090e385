import { NumberInput, Select, TextInput } from '@mantine/core';
import type { LabelPreview, MethodResult } from '@serialbridge/protocol/station';
import { IconPrinter, IconSearch } from '@tabler/icons-react';
import { useEffect, useState, type ReactElement } from 'react';
import { ActionButton, CodeText, Dialog, EmptyState, FaultList } from '../../components/index.ts';
import { useT } from '../../i18n/index.ts';
import { textFault } from '../scan/code-fault.ts';
import { DialogScans } from '../scan/dialog-scans.tsx';
import classes from './print-label.module.css';
import { useStation } from '../session/station-provider.tsx';
import { useCall } from '../session/use-call.ts';

type LabelUnit = Pick<
  MethodResult<'station.find_unit'>['units'][number],
  'unit_id' | 'serial_raw' | 'sku' | 'product_name'
>;

export interface PrintLabelProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Whose label; absent: scan or type its serial first. */
  readonly unit?: LabelUnit;
  /** The printer that is offered first. */
  readonly deviceId?: string;
}

function Preview({ unit }: { unit: LabelUnit }): ReactElement {
  const t = useT();
  const { call, faults } = useCall('devices.preview_label', { aloud: false });
  const [label, setLabel] = useState<LabelPreview | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => void call({ unit_id: unit.unit_id }).then(setLabel));
    return () => clearTimeout(timer);
  }, [call, unit.unit_id]);
  return (
    <figure className={classes['preview']}>
      {label === null ? (
        <div className={classes['blank']} />
      ) : (
        // As an image: a drawing from elsewhere must not run in this page.
        <img
          className={classes['label']}
          src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(label.svg)}`}
          alt={t('ui.label.preview', { serial: unit.serial_raw })}
          style={{ aspectRatio: `${label.width_mm} / ${label.height_mm}` }}
        />
      )}
      <FaultList faults={faults} />
      <figcaption>
        <CodeText value={unit.serial_raw} size="lg" /> {unit.sku} · {unit.product_name}
      </figcaption>
    </figure>
  );
}

function usePrinters(): readonly { value: string; label: string }[] {
  const t = useT();
  return (useStation()?.devices ?? [])
    .filter(({ kind }) => kind === 'printer')
    .map(({ device_id: value, name, state }) => ({
      value,
      label: state === 'open' ? name : `${name} (${t(`ui.device.${state}`)})`,
    }));
}

function PrintLabelForm({ onClose, unit: given, deviceId }: Omit<PrintLabelProps, 'opened'>): ReactElement {
  const t = useT();
  const printers = usePrinters();
  const find = useCall('station.find_unit', { aloud: false });
  const print = useCall('devices.print_label', { aloud: false });
  const [serial, setSerial] = useState('');
  const [units, setUnits] = useState<readonly LabelUnit[] | null>(given === undefined ? null : [given]);
  const [unit, setUnit] = useState<LabelUnit | null>(given ?? null);
  const [picked, setPicked] = useState(deviceId ?? null);
  const printer = picked ?? printers[0]?.value ?? null;
  const [copies, setCopies] = useState(1);
  const look = async (text: string): Promise<void> => {
    if (text === '') return;
    setSerial(text);
    setUnit(null);
    const result = await find.call({ serial: text });
    setUnits(result?.units ?? null);
    // Which of two with the same serial is meant, only a person knows.
    if (result?.units.length === 1) setUnit(result.units[0] ?? null);
  };
  const send = async (): Promise<void> => {
    if (unit === null || printer === null || print.busy) return;
    if ((await print.call({ unit_id: unit.unit_id, device_id: printer, copies })) !== null) onClose();
  };
  const other = textFault(serial, 'serial');
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        void (unit === null ? look(serial) : send());
      }}
    >
      <DialogScans
        onCancel={onClose}
        onOk={() => void send()}
        {...(given === undefined ? { onCode: (text: string) => void look(text) } : {})}
      />
      {given === undefined ? (
        <div className={classes['find']}>
          <TextInput
            data-autofocus
            className={classes['serial']}
            label={t('ui.find-unit.serial')}
            value={serial}
            onChange={(event) => {
              setSerial(event.currentTarget.value);
              setUnit(null);
              setUnits(null);
            }}
            autoComplete="off"
            spellCheck={false}
            data-testid="label-serial"
          />
          <ActionButton
            label={t('ui.find-unit.find')}
            icon={<IconSearch size={20} />}
            busy={find.busy}
            onAct={() => void look(serial)}
          />
        </div>
      ) : null}
      <FaultList faults={find.faults} />
      <div className={classes['middle']}>
        {units === null ? <EmptyState title={t('ui.find-unit.how')} /> : null}
        {units?.length === 0 && other !== null ? <FaultList faults={[other]} /> : null}
        {units?.length === 0 && other === null ? (
          <EmptyState title={t('ui.find-unit.none', { serial })} hint={t('ui.find-unit.none-hint')} />
        ) : null}
        {unit === null && units !== null
          ? units.map((one) => (
              <ActionButton
                key={one.unit_id}
                label={`${one.serial_raw} · ${one.sku} · ${one.product_name}`}
                onAct={() => setUnit(one)}
              />
            ))
          : null}
        {unit === null ? null : <Preview key={unit.unit_id} unit={unit} />}
      </div>
      {printers.length === 0 ? (
        <FaultList faults={[{ code: 'ui.label.no-printer', params: {} }]} tone="caution" />
      ) : (
        <div className={classes['find']}>
          <Select
            className={classes['serial']}
            label={t('ui.label.printer')}
            data={printers}
            value={printer}
            allowDeselect={false}
            onChange={setPicked}
          />
          <NumberInput
            w="8rem"
            label={t('ui.label.copies')}
            value={copies}
            min={1}
            max={100}
            allowDecimal={false}
            clampBehavior="strict"
            onChange={(value) => setCopies(Number(value) || 1)}
            data-testid="label-copies"
          />
        </div>
      )}
      <FaultList faults={print.faults} />
      <footer className={classes['foot']}>
        <ActionButton label={t('ui.cancel')} keys="Esc" onAct={onClose} />
        <ActionButton
          label={t('ui.label.print')}
          keys="F8"
          variant="filled"
          icon={<IconPrinter size={20} />}
          busy={print.busy}
          disabled={unit === null || printer === null}
          onAct={() => void send()}
        />
        <input type="submit" hidden />
      </footer>
    </form>
  );
}

/** A unit's label once more, at any station: seen before it is printed. */
export function PrintLabel({ opened, onClose, ...rest }: PrintLabelProps): ReactElement {
  const t = useT();
  return (
    <Dialog opened={opened} onClose={onClose} title={t('ui.label.title')} width="42rem">
      <PrintLabelForm onClose={onClose} {...rest} />
    </Dialog>
  );
}
