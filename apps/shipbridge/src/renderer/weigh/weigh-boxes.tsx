import type { PackingBox, PackingState } from '@serialbridge/protocol/station';
import { Panel, Tag, useShortcut } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import { useCall } from '@serialbridge/ui/station';
import type { ReactElement } from 'react';
import { liveBoxes } from '../step/packing-facts.ts';
import classes from './weigh-step.module.css';

/** Which box is on the scale; the next one without a weight comes by itself. */
export function WeighBoxes({ packing, chosen }: { packing: PackingState; chosen: PackingBox | null }): ReactElement {
  const t = useT();
  const format = useFormat();
  const { call: select } = useCall('packing.select_package');
  const boxes = liveBoxes(packing);
  const nextBox = (): void => {
    const next = boxes[(boxes.findIndex((box) => box === chosen) + 1) % boxes.length];
    if (next !== undefined) void select({ package_id: next.package_id });
  };
  useShortcut('Shift+F9', t('shipbridge.boxes.next'), nextBox, boxes.length > 1);
  return (
    <Panel title={t('shipbridge.boxes.title')} fill flush>
      <ul className={classes['boxes']}>
        {boxes.map((box) => (
          <li key={box.package_id}>
            <button
              type="button"
              className={classes['box']}
              aria-pressed={box === chosen}
              onClick={() => void select({ package_id: box.package_id })}
              data-testid="box"
              data-number={box.number}
              data-state={box.state}
              data-units={box.units}
            >
              <span className={classes['box-name']}>{t('shipbridge.box', { box: box.number })}</span>
              <span className={classes['muted']}>{t('shipbridge.box.units', { count: box.units })}</span>
              <span className={classes['box-weight']}>
                {box.weight_g === null ? (
                  <Tag tone="caution">{t('shipbridge.weigh.none')}</Tag>
                ) : (
                  format.weight(box.weight_g)
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
