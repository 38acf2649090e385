import { ActionButton } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import { LastScans, useCall } from '@serialbridge/ui/station';
import { IconArrowLeft, IconTruck } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { boxToWeigh, type StepProps } from '../step/packing-facts.ts';
import { Step } from '../step/step.tsx';
import { WizardFoot } from '../step/wizard-foot.tsx';
import { WeighBoxes } from './weigh-boxes.tsx';
import { WeighCard } from './weigh-card.tsx';

/** Step 2: each box gets its weight, from the scale or typed. */
export function WeighStep({ packing }: StepProps): ReactElement {
  const t = useT();
  const { call: goTo, busy } = useCall('packing.go_to');
  const { call: undo, busy: undoing } = useCall('packing.undo');
  const box = boxToWeigh(packing);
  return (
    <Step
      columns="minmax(14rem, 16rem) minmax(0, 1fr) minmax(17rem, 20rem)"
      foot={
        <WizardFoot blockers={packing.blockers} ready={t('shipbridge.weigh.ready')}>
          <ActionButton
            label={t('shipbridge.back.check')}
            keys="Shift+F8"
            icon={<IconArrowLeft size={20} />}
            onAct={() => void goTo({ phase: 'check' })}
          />
          <ActionButton
            label={t('shipbridge.next.ship')}
            keys="F8"
            size="lg"
            variant="filled"
            icon={<IconTruck size={22} />}
            disabled={packing.blockers.length > 0}
            busy={busy}
            onAct={() => void goTo({ phase: 'ship' })}
            data-testid="next-step"
          />
        </WizardFoot>
      }
    >
      <WeighBoxes packing={packing} chosen={box} />
      <WeighCard key={box?.package_id} box={box} />
      <LastScans scans={packing.last_scans} canUndo={packing.can_undo} busy={undoing} onUndo={() => void undo({})} />
    </Step>
  );
}
