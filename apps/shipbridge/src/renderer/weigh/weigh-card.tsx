import type { PackingBox } from '@serialbridge/protocol/station';
import { ActionButton, EmptyState, Panel, Tag } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import { useCall } from '@serialbridge/ui/station';
import { IconScale } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { usePolicy } from '../use-policy.ts';
import { ScaleState } from './scale-state.tsx';
import { toleranceOf } from './tolerance.ts';
import { TypedWeight } from './typed-weight.tsx';
import { WeightRange } from './weight-range.tsx';
import classes from './weigh-step.module.css';

function Weighing({ box }: { box: PackingBox }): ReactElement {
  const t = useT();
  const format = useFormat();
  const percent = usePolicy('packing.weight_tolerance_percent');
  const grams = usePolicy('packing.weight_tolerance_grams');
  const { call: read, busy } = useCall('packing.read_scale');
  const { weight_g, expected_weight_g: expected } = box;
  const tolerance = expected === null ? null : toleranceOf(expected, percent, grams);
  const off = weight_g !== null && expected !== null && tolerance !== null && Math.abs(weight_g - expected) > tolerance;
  return (
    <div className={classes['card']}>
      <div className={classes['reading']}>
        <div className={classes['result']}>
          <div
            className={classes['figure']}
            data-off={off || undefined}
            data-empty={weight_g === null || undefined}
            data-testid="weight"
            data-weight={weight_g ?? ''}
            role="status"
          >
            {busy
              ? t('shipbridge.weigh.reading')
              : weight_g === null
                ? t('shipbridge.weigh.empty')
                : format.weight(weight_g)}
          </div>
          <div className={classes['source']}>
            {box.weight_source === null ? null : <Tag>{t(`shipbridge.weigh.source.${box.weight_source}`)}</Tag>}
            {off && weight_g !== null && expected !== null ? (
              <Tag tone="bad">
                {t(weight_g > expected ? 'shipbridge.weigh.over' : 'shipbridge.weigh.under', {
                  off: format.weight(Math.abs(weight_g - expected)),
                })}
              </Tag>
            ) : null}
          </div>
        </div>
        {expected === null || tolerance === null ? (
          <p className={classes['muted']}>{t('shipbridge.weigh.no-expected')}</p>
        ) : (
          <WeightRange weight_g={weight_g} expected_g={expected} tolerance_g={tolerance} />
        )}
        <div className={classes['scale']}>
          <ScaleState reading={busy} />
          <ActionButton
            size="lg"
            label={t('shipbridge.weigh.read')}
            keys="F9"
            icon={<IconScale size={24} />}
            variant={weight_g === null ? 'filled' : 'default'}
            busy={busy}
            onAct={() => void read({ package_id: box.package_id })}
            data-testid="read-scale"
          />
        </div>
      </div>
      <TypedWeight box={box} />
    </div>
  );
}

/** The box on the scale: its weight across the bench, what it should weigh, and the two ways to weigh it. */
export function WeighCard({ box }: { box: PackingBox | null }): ReactElement {
  const t = useT();
  return (
    <Panel title={box === null ? t('shipbridge.step.weigh') : t('shipbridge.weigh.title', { box: box.number })} fill>
      {box === null ? <EmptyState title={t('shipbridge.weigh.no-box')} /> : <Weighing box={box} />}
    </Panel>
  );
}
