import { TextInput } from '@mantine/core';
import type { PackingState } from '@serialbridge/protocol/station';
import { KeyHint, Panel, useShortcut } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import { IconBarcode } from '@tabler/icons-react';
import { useRef, type ReactElement } from 'react';
import { typeInto } from '../step/type-into.ts';
import { liveBoxes } from '../step/packing-facts.ts';
import classes from './ship-step.module.css';
import { carrierOf } from './carriers.ts';
import type { ShipChoice } from './use-ship-choice.ts';

/** The boxes that leave, each with its tracking number: scanned (the host gives it to the next box without one) or typed. */
export function TrackingList({
  packing,
  choice,
  allowed,
}: {
  packing: PackingState;
  choice: ShipChoice;
  allowed: boolean;
}): ReactElement {
  const t = useT();
  const format = useFormat();
  const list = useRef<HTMLUListElement>(null);
  const boxes = liveBoxes(packing);
  const firstFree = (): void => {
    const fields = [...(list.current?.querySelectorAll('input') ?? [])];
    typeInto(fields.find((field) => field.value === '') ?? fields[0]);
  };
  const numberOf = (box: (typeof boxes)[number]): string => choice.typed[box.package_id] ?? box.tracking_number ?? '';
  useShortcut('F4', t('shipbridge.tracking.type'), firstFree, allowed);
  return (
    <Panel title={t('shipbridge.tracking.title')} fill flush aside={allowed ? <KeyHint keys="F4" /> : null}>
      <ul className={classes['boxes']} ref={list}>
        {boxes.map((box) => (
          <li
            key={box.package_id}
            className={classes['box']}
            data-testid="box"
            data-number={box.number}
            data-state={box.state}
            data-units={box.units}
            data-current={box.package_id === packing.current_package_id || undefined}
          >
            <div className={classes['box-words']}>
              <strong>{t('shipbridge.box', { box: box.number })}</strong>
              <span className={classes['muted']}>
                {t('shipbridge.box.units', { count: box.units })}
                {box.weight_g === null ? '' : ` · ${format.weight(box.weight_g)}`}
              </span>
            </div>
            {allowed ? (
              <TextInput
                className={classes['tracking']}
                aria-label={t('shipbridge.tracking.of', { box: box.number })}
                placeholder={t('shipbridge.tracking.placeholder')}
                value={numberOf(box)}
                onChange={(event) => choice.type(box.package_id, event.currentTarget.value)}
                leftSection={<IconBarcode size={20} />}
                autoComplete="off"
                spellCheck={false}
                rightSection={<CarrierName name={carrierOf(numberOf(box))} />}
                rightSectionWidth="auto"
                data-testid="tracking-input"
                data-box={box.number}
              />
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Whose number it is, by its form. */
function CarrierName({ name }: { name: string | null }): ReactElement | null {
  return name === null ? null : (
    <span className={classes['carrier']} data-testid="tracking-carrier">
      {name}
    </span>
  );
}
