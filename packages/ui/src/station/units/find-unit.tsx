import { TextInput } from '@mantine/core';
import { IconPrinter, IconSearch } from '@tabler/icons-react';
import type { MethodResult } from '@serialbridge/protocol/station';
import { useState, type ReactElement } from 'react';
import { ActionButton, CodeText, Dialog, EmptyState, FaultList, Tag, type Tone } from '../../components/index.ts';
import { useT } from '../../i18n/index.ts';
import { textFault } from '../scan/code-fault.ts';
import { DialogScans } from '../scan/dialog-scans.tsx';
import classes from './find-unit.module.css';
import { PrintLabel } from './print-label.tsx';
import { useCall } from '../session/use-call.ts';

type UnitCard = MethodResult<'station.find_unit'>['units'][number];

const TONES: Readonly<Partial<Record<UnitCard['state'], Tone>>> = {
  in_stock: 'good',
  shipped: 'done',
  packed: 'accent',
  missing: 'bad',
  scrapped: 'bad',
  returned: 'caution',
};

/** `keys`: of the only unit found; two would share them. */
function UnitFacts({ unit, keys }: { unit: UnitCard; keys: string | undefined }): ReactElement {
  const t = useT();
  const [printing, setPrinting] = useState(false);
  const facts = [
    ['ui.unit.product', `${unit.sku} · ${unit.product_name}`],
    ['ui.unit.location', [unit.warehouse_name, unit.bin_code].filter((part) => part !== null).join(' · ')],
    ['ui.unit.po', unit.po_number],
    ['ui.unit.order', unit.order_number],
  ] as const;
  return (
    <li className={classes['unit']}>
      <div className={classes['head']}>
        <CodeText value={unit.serial_raw} size="xl" />
        <Tag tone={TONES[unit.state] ?? 'neutral'}>{t(`unit-state.${unit.state}`)}</Tag>
        {unit.disputed ? <Tag tone="bad">{t('ui.unit.disputed')}</Tag> : null}
        <span className={classes['gap']} />
        <ActionButton
          label={t('ui.label.print')}
          keys={keys}
          icon={<IconPrinter size={20} />}
          onAct={() => setPrinting(true)}
        />
      </div>
      <dl className={classes['facts']}>
        {facts.map(([key, value]) =>
          value === null || value === '' ? null : (
            <div key={key}>
              <dt>{t(key)}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      <PrintLabel opened={printing} onClose={() => setPrinting(false)} unit={unit} />
    </li>
  );
}

function FindUnitForm({ onClose }: { onClose: () => void }): ReactElement {
  const t = useT();
  const { call, busy, faults } = useCall('station.find_unit', { aloud: false });
  const [serial, setSerial] = useState('');
  const [units, setUnits] = useState<readonly UnitCard[] | null>(null);
  const find = (text: string): void => {
    if (text === '') return;
    setSerial(text);
    void call({ serial: text }).then((result) => setUnits(result?.units ?? null));
  };
  const other = textFault(serial, 'serial');
  return (
    <>
      <DialogScans onCancel={onClose} onCode={find} />
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          find(serial);
        }}
      >
        <TextInput
          data-autofocus
          className={classes['field']}
          label={t('ui.find-unit.serial')}
          value={serial}
          onChange={(event) => setSerial(event.currentTarget.value)}
          spellCheck={false}
          autoComplete="off"
        />
        <ActionButton
          label={t('ui.find-unit.find')}
          variant="filled"
          icon={<IconSearch size={20} />}
          busy={busy}
          onAct={() => find(serial)}
        />
      </form>
      <FaultList faults={faults} />
      {units === null ? <EmptyState title={t('ui.find-unit.how')} /> : null}
      {units?.length === 0 && other !== null ? <FaultList faults={[other]} /> : null}
      {units?.length === 0 && other === null ? (
        <EmptyState title={t('ui.find-unit.none', { serial })} hint={t('ui.find-unit.none-hint')} />
      ) : null}
      {units === null || units.length === 0 ? null : (
        <ul className={classes['list']}>
          {units.map((unit) => (
            <UnitFacts key={unit.unit_id} unit={unit} keys={units.length === 1 ? 'F8' : undefined} />
          ))}
        </ul>
      )}
    </>
  );
}

/** "Where is it?": scan or type a serial, former serials included. */
export function FindUnit({ opened, onClose }: { opened: boolean; onClose: () => void }): ReactElement {
  const t = useT();
  return (
    <Dialog opened={opened} onClose={onClose} title={t('ui.find-unit.title')} width="46rem" height="26rem">
      <FindUnitForm onClose={onClose} />
    </Dialog>
  );
}
