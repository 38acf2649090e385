import type { Feedback, PackingState } from '@serialbridge/protocol/station';
import { ActionButton } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import { FeedbackBanner, PromptBar, ScanField } from '@serialbridge/ui/station';
import { IconGavel } from '@tabler/icons-react';
import { useState, type ReactElement, type ReactNode } from 'react';
import { CheckStep } from '../check/check-step.tsx';
import { DiscardDialog } from '../dialogs/discard-dialog.tsx';
import { KeepDialog } from '../dialogs/keep-dialog.tsx';
import { WrongItemDialog } from '../dialogs/wrong-item-dialog.tsx';
import { DoneStep } from '../done/done-step.tsx';
import { ShipStep } from '../ship/ship-step.tsx';
import { WeighStep } from '../weigh/weigh-step.tsx';
import { OrderBar } from './order-bar.tsx';
import type { OpenOrder, StepProps } from '../step/packing-facts.ts';
import { usePrompt } from './use-prompt.ts';
import classes from './wizard.module.css';

type Step = Exclude<PackingState['phase'], 'list'>;
const STEPS: Readonly<Record<Step, (props: StepProps) => ReactElement>> = {
  check: CheckStep,
  weigh: WeighStep,
  ship: ShipStep,
  done: DoneStep,
};

function KeepButton({ feedback, onKeep }: { feedback: Feedback; onKeep: (feedback: Feedback) => void }): ReactElement {
  const t = useT();
  const weight = feedback.headline.code === 'packing.weight-off';
  return (
    <ActionButton
      size="lg"
      label={t(weight ? 'shipbridge.keep.release-weight' : 'shipbridge.keep.keep-serial')}
      keys="F6"
      icon={<IconGavel size={22} />}
      onAct={() => onKeep(feedback)}
      data-testid="keep-button"
    />
  );
}

/** Only a refusal that may be insisted on has the button. */
function keepButton(feedback: Feedback, onKeep: (feedback: Feedback) => void): ReactNode {
  return feedback.override_token === null ? null : <KeepButton feedback={feedback} onKeep={onKeep} />;
}

/** Scan and Ship: one step at a time under the same verdict, the same prompt and the same order. */
export function Wizard({ packing, order }: { packing: PackingState; order: OpenOrder }): ReactElement {
  const t = useT();
  const prompt = usePrompt(packing);
  const [keeping, setKeeping] = useState<Feedback | null>(null);
  const [discarding, setDiscarding] = useState(false);
  const keepAction = (feedback: Feedback): ReactNode => keepButton(feedback, setKeeping);
  const { phase } = packing;
  const CurrentStep = STEPS[phase === 'list' ? 'check' : phase];
  return (
    <div className={classes['page']}>
      <OrderBar packing={packing} order={order} onDiscard={() => setDiscarding(true)} />
      <FeedbackBanner idle={t(`shipbridge.wizard.idle.${phase}`)} action={keepAction} />
      <PromptBar aside={<ScanField width="18rem" />}>{prompt}</PromptBar>
      <div className={classes['body']}>
        {/* Another order is another step: what was typed for the last one must not stay. */}
        <CurrentStep key={order.order_id} packing={packing} order={order} />
      </div>
      <KeepDialog feedback={keeping} onClose={() => setKeeping(null)} />
      <DiscardDialog opened={discarding} number={order.number} onClose={() => setDiscarding(false)} />
      <WrongItemDialog packing={packing} />
    </div>
  );
}
