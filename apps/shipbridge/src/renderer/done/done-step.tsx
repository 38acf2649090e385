import { ActionButton, CodeText, Panel } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import { useCall } from '@serialbridge/ui/station';
import { IconListCheck } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { Step } from '../step/step.tsx';
import type { StepProps } from '../step/packing-facts.ts';
import { WizardFoot } from '../step/wizard-foot.tsx';
import classes from './done-step.module.css';

/** What left, and under which numbers. The next order opens by scanning it. */
export function DoneStep({ packing }: StepProps): ReactElement {
  const t = useT();
  const format = useFormat();
  const { call: leave, busy } = useCall('packing.leave');
  const boxes = packing.packages.filter((box) => box.units > 0);
  return (
    <Step
      columns="minmax(22rem, 1fr) minmax(0, 1.4fr)"
      foot={
        <WizardFoot blockers={[]} ready={t('shipbridge.done.ready')}>
          <ActionButton
            label={t('shipbridge.done.list')}
            keys="F8"
            size="lg"
            variant="filled"
            icon={<IconListCheck size={22} />}
            busy={busy}
            onAct={() => void leave({})}
            data-testid="next-step"
          />
        </WizardFoot>
      }
    >
      <Panel title={t('shipbridge.done.boxes', { count: boxes.length })} fill flush>
        <ul className={classes['list']}>
          {boxes.map((box) => (
            <li
              key={box.package_id}
              className={classes['box']}
              data-testid="box"
              data-number={box.number}
              data-state={box.state}
              data-units={box.units}
            >
              <strong className={classes['name']}>{t('shipbridge.box', { box: box.number })}</strong>
              <span className={classes['muted']}>
                {t('shipbridge.box.units', { count: box.units })}
                {box.weight_g === null ? '' : ` · ${format.weight(box.weight_g)}`}
              </span>
              <span className={classes['tracking']}>
                {box.tracking_number === null ? (
                  t('shipbridge.done.no-tracking')
                ) : (
                  <CodeText value={box.tracking_number} size="lg" />
                )}
              </span>
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title={t('shipbridge.done.content')} fill flush>
        <ul className={classes['list']}>
          {packing.lines.map((line) => (
            <li
              key={line.order_line_id}
              className={classes['line']}
              data-testid="packing-line"
              data-sku={line.product.sku}
              data-packed={line.quantity_packed}
              data-quantity={line.quantity}
            >
              <span className={classes['count']}>{format.count(line.quantity_packed)}</span>
              <span className={classes['words']}>
                <strong>{line.product.sku}</strong>
                <span className={classes['muted']}>{line.product.name}</span>
                <span className={classes['serials']}>
                  {line.serials.map((serial) => (
                    <span key={serial.package_unit_id} data-testid="packed-serial" data-serial={serial.serial_raw}>
                      <CodeText value={serial.serial_raw} size="sm" />
                    </span>
                  ))}
                </span>
              </span>
            </li>
          ))}
        </ul>
      </Panel>
    </Step>
  );
}
