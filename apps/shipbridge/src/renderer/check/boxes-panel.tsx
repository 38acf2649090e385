import type { PackingState } from '@serialbridge/protocol/station';
import { ActionButton, Panel, Tag, useShortcut } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import { useCall, usePolicy } from '@serialbridge/ui/station';
import { IconPackage, IconPlus } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { currentBox } from '../step/packing-facts.ts';
import classes from './check-step.module.css';

/** The boxes of the order: which one things go into, and how much is in each. */
export function BoxesPanel({ packing }: { packing: PackingState }): ReactElement {
  const t = useT();
  const format = useFormat();
  const several = usePolicy('packing.allow_multiple_packages');
  const { call: newBox, busy } = useCall('packing.new_package');
  const { call: select } = useCall('packing.select_package');
  const open = packing.packages.filter((box) => box.state !== 'shipped');
  const current = currentBox(packing);
  const nextBox = (): void => {
    const next = open[(open.findIndex((box) => box === current) + 1) % open.length];
    if (next !== undefined) void select({ package_id: next.package_id });
  };
  useShortcut('Shift+F9', t('shipbridge.boxes.next'), nextBox, open.length > 1);
  return (
    <Panel
      title={t('shipbridge.boxes.title')}
      flush
      className={classes['boxes']}
      aside={
        several ? (
          <ActionButton
            size="compact-md"
            variant="subtle"
            label={t('shipbridge.boxes.new')}
            keys="F9"
            icon={<IconPlus size={20} />}
            disabled={current === null || current.units === 0}
            busy={busy}
            onAct={() => void newBox({})}
            data-testid="new-box"
          />
        ) : null
      }
    >
      {packing.packages.length === 0 ? <p className={classes['empty']}>{t('shipbridge.boxes.none')}</p> : null}
      <ul className={classes['box-list']}>
        {packing.packages.map((box) => (
          <li key={box.package_id}>
            <button
              type="button"
              className={classes['box']}
              aria-pressed={box.package_id === packing.current_package_id}
              disabled={box.state === 'shipped'}
              onClick={() => void select({ package_id: box.package_id })}
              data-testid="box"
              data-number={box.number}
              data-state={box.state}
              data-units={box.units}
            >
              <IconPackage size={24} aria-hidden="true" />
              <span className={classes['box-name']}>{t('shipbridge.box', { box: box.number })}</span>
              <span>{t('shipbridge.box.units', { count: box.units })}</span>
              <span className={classes['gap']} />
              {box.weight_g === null ? null : <span className={classes['muted']}>{format.weight(box.weight_g)}</span>}
              {box.state === 'open' ? null : <Tag tone="done">{t(`shipbridge.box.${box.state}`)}</Tag>}
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
