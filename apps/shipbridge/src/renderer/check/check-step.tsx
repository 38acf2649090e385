import { ActionButton } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import { LastScans, useCall } from '@serialbridge/ui/station';
import { IconListDetails, IconScale } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { TakeOutDialog } from '../dialogs/take-out-dialog.tsx';
import type { StepProps } from '../step/packing-facts.ts';
import { Step } from '../step/step.tsx';
import { WizardFoot } from '../step/wizard-foot.tsx';
import { BoxesPanel } from './boxes-panel.tsx';
import classes from './check-step.module.css';
import { CurrentCard } from './current-card.tsx';
import { PackingLines } from './packing-lines.tsx';

/** Step 1: every product into a box, every serial read. */
export function CheckStep({ packing }: StepProps): ReactElement {
  const t = useT();
  const { call: goTo, busy } = useCall('packing.go_to');
  const { call: undo, busy: undoing } = useCall('packing.undo');
  const [takingOut, setTakingOut] = useState(false);
  return (
    <Step
      columns="minmax(21rem, 24rem) minmax(0, 1fr) minmax(19rem, 22rem)"
      foot={
        <WizardFoot blockers={packing.blockers} ready={t('shipbridge.check.ready')}>
          <ActionButton
            label={t('shipbridge.take-out')}
            keys="F7"
            icon={<IconListDetails size={20} />}
            disabled={packing.lines.every((line) => line.serials.length === 0)}
            onAct={() => setTakingOut(true)}
          />
          <ActionButton
            className={classes['next']}
            label={t('shipbridge.next.weigh')}
            keys="F8"
            variant="filled"
            icon={<IconScale size={22} />}
            disabled={packing.blockers.length > 0}
            busy={busy}
            onAct={() => void goTo({ phase: 'weigh' })}
            data-testid="next-step"
          />
        </WizardFoot>
      }
    >
      <CurrentCard packing={packing} />
      <PackingLines packing={packing} />
      <div className={classes['side']}>
        <BoxesPanel packing={packing} />
        <LastScans scans={packing.last_scans} canUndo={packing.can_undo} busy={undoing} onUndo={() => void undo({})} />
      </div>
      <TakeOutDialog opened={takingOut} packing={packing} onClose={() => setTakingOut(false)} />
    </Step>
  );
}
