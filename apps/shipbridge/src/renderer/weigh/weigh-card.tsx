import type { PackingBox } from '@serialbridge/protocol/station';
import { ActionButton, EmptyState, Panel, Tag } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import { useCall, useStation, usePolicy } from '@serialbridge/ui/station';
import { IconScale } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { toleranceOf } from './tolerance.ts';
import { TypedWeight } from './typed-weight.tsx';
import classes from './weigh-step.module.css';

/** Where the weight lies against what it should be: the middle third of the bar is allowed. */
function WeightRange({
  weight_g,
  expected_g,
  tolerance_g,
}: {
  weight_g: number | null;
  expected_g: number;
  tolerance_g: number;
}): ReactElement {
  const t = useT();
  const format = useFormat();
  const share = weight_g === null || tolerance_g === 0 ? 0.5 : 0.5 + (weight_g - expected_g) / (6 * tolerance_g);
  return (
    <div className={classes['range']}>
      <div className={classes['bar']} aria-hidden="true">
        <span className={classes['allowed']} />
        {weight_g === null ? null : (
          <span className={classes['needle']} style={{ left: `${Math.min(0.985, Math.max(0.015, share)) * 100}%` }} />
        )}
      </div>
      <span>
        {t('shipbridge.weigh.expected', {
          expected: format.weight(expected_g),
          tolerance: format.weight(Math.round(tolerance_g)),
        })}
      </span>
    </div>
  );
}

/** Whether the scale answers, before somebody waits for it. */
function ScaleState({ reading }: { reading: boolean }): ReactElement {
  const t = useT();
  const scale = useStation()?.devices.find((device) => device.kind === 'scale') ?? null;
  if (scale === null) return <span className={classes['scale-words']}>{t('shipbridge.scale.none')}</span>;
  const tone = scale.state === 'open' ? 'good' : scale.state === 'opening' ? 'caution' : 'bad';
  return (
    <span className={classes['scale-words']} data-testid="scale-state" data-state={reading ? 'reading' : scale.state}>
      <Tag tone={reading ? 'accent' : tone}>
        {reading ? t('shipbridge.scale.reading') : t(`ui.device.${scale.state}`)}
      </Tag>
      <span>{scale.detail === null ? scale.name : t(scale.detail)}</span>
    </span>
  );
}

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
