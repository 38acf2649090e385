import {
  type AttachedDevice,
  DEVICE_KINDS,
  type DeviceKind,
  type DeviceRow,
  type DevicesState,
} from '@serialbridge/protocol/station';
import {
  IconArrowLeft,
  IconArrowRight,
  IconBarcode,
  IconDeviceFloppy,
  IconPrinter,
  IconScale,
} from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { ActionButton, Dialog, FaultList } from '../../../components/index.ts';
import { useT } from '../../../i18n/index.ts';
import { DialogScans } from '../../scan/dialog-scans.tsx';
import { type DeviceDraft, draftOfAttached, draftOfDevice, HAND_LINKS, linkOf, NEW_DRAFT } from '../device-draft.ts';
import { LearnStep } from './learn-step.tsx';
import { LinkFields } from './link-fields.tsx';
import { ProbeStep } from './probe-step.tsx';
import { SaveStep } from './save-step.tsx';
import classes from './setup.module.css';
import { FIND_OUT, SpeaksStep } from './speaks-step.tsx';
import { type Setup, SETUP_STEPS, type SetupStep, useSetup } from './use-setup.ts';
import { Choice } from './choice.tsx';

const ICON = { scanner: IconBarcode, scale: IconScale, printer: IconPrinter } as const;

/** What is it? */
function KindStep({ kind, onKind }: { kind: DeviceKind | null; onKind: (kind: DeviceKind) => void }): ReactElement {
  const t = useT();
  return (
    <div className={classes['choices']} role="radiogroup" aria-label={t('ui.setup.step.kind')}>
      {DEVICE_KINDS.map((one, index) => {
        const Icon = ICON[one];
        return (
          <Choice
            key={one}
            group="kind"
            checked={kind === one}
            focus={kind === one || (kind === null && index === 0)}
            onChoose={() => onKind(one)}
            title={t(`ui.device-kind.${one}`)}
            hint={t(`ui.setup.kind.${one}`)}
            icon={<Icon size={32} aria-hidden="true" />}
          />
        );
      })}
    </div>
  );
}

export type SetupStart =
  | { readonly of: 'nothing' }
  | { readonly of: 'attached'; readonly attached: AttachedDevice }
  | { readonly of: 'device'; readonly device: DeviceRow };

export interface SetupDialogProps {
  readonly start: SetupStart;
  readonly state: DevicesState;
  readonly onClose: () => void;
}

function beginning(start: SetupStart): { draft: DeviceDraft; step: SetupStep } {
  switch (start.of) {
    case 'nothing':
      return { draft: NEW_DRAFT, step: 'kind' };
    case 'attached': {
      const draft = draftOfAttached(start.attached);
      return { draft, step: draft.kind === null ? 'kind' : draft.profile === null ? 'speaks' : 'save' };
    }
    case 'device':
      break;
  }
  return { draft: draftOfDevice(start.device), step: 'save' };
}

function FindOut({ setup, state }: { setup: Setup; state: DevicesState }): ReactElement | null {
  const { link } = linkOf(setup.draft);
  if (link === null) return null;
  return setup.draft.kind === 'scale' ? (
    <ProbeStep link={link} probing={state.probing} chosen={setup.found} onChoose={setup.setFound} />
  ) : (
    <LearnStep link={link} listening={state.listening} learnt={setup.learnt} onLearnt={setup.setLearnt} />
  );
}

function StepContent({
  setup,
  start,
  state,
}: {
  setup: Setup;
  start: SetupStart;
  state: DevicesState;
}): ReactElement | null {
  const { draft, change, faults } = setup;
  switch (setup.step) {
    case 'kind':
      return (
        <KindStep
          kind={draft.kind}
          // What was chosen for another kind does not fit this one.
          onKind={(kind) => change({ kind, profile: null, type: HAND_LINKS[kind][0] ?? 'serial' })}
        />
      );
    case 'link':
      return <LinkFields draft={draft} onChange={change} faults={faults} />;
    case 'speaks':
      return (
        <SpeaksStep
          draft={draft}
          profiles={setup.profiles}
          chosen={setup.choice}
          onChoose={setup.choose}
          onDelete={setup.deleteProfile}
        />
      );
    case 'find-out':
      return <FindOut setup={setup} state={state} />;
    case 'save':
      break;
  }
  return (
    <SaveStep
      draft={draft}
      onChange={change}
      faults={faults}
      profiles={setup.profiles}
      learnt={setup.learnt}
      withLink={start.of === 'device'}
      onOtherProfile={() => setup.goTo('speaks')}
    />
  );
}

/** The steps of this device: one that is plugged in is where it is, and what is known need not be found out. */
function Trail({ setup: { step, draft, choice } }: { setup: Setup }): ReactElement {
  const t = useT();
  const steps = SETUP_STEPS.filter(
    (one) =>
      (one !== 'link' || draft.fixed === null) && (one !== 'find-out' || (draft.kind !== null && choice === FIND_OUT)),
  );
  const at = steps.indexOf(step);
  return (
    <ol className={classes['trail']}>
      {steps.map((one, index) => (
        <li key={one} aria-current={one === step ? 'step' : undefined} data-past={index < at || undefined}>
          {t(`ui.setup.step.${one}`)}
        </li>
      ))}
    </ol>
  );
}

function SetupForm({ start, state, onClose }: SetupDialogProps): ReactElement {
  const t = useT();
  const begin = beginning(start);
  const setup = useSetup(begin.draft, begin.step, state, onClose);
  const last = setup.step === 'save';
  const go = (): void => {
    if (setup.ready && !setup.busy) setup.next();
  };
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <DialogScans onCancel={onClose} onOk={go} />
      {start.of === 'device' ? null : <Trail setup={setup} />}
      <div key={setup.step} className={classes['step']} data-step={setup.step} data-testid="setup-step">
        <StepContent setup={setup} start={start} state={state} />
      </div>
      <FaultList faults={setup.faults} />
      <footer className={classes['foot']}>
        <ActionButton label={t('ui.cancel')} keys="Esc" onAct={onClose} />
        <span className={classes['gap']} />
        {setup.back === null ? null : (
          <ActionButton label={t('ui.setup.back')} keys="F7" icon={<IconArrowLeft size={20} />} onAct={setup.back} />
        )}
        <ActionButton
          label={t(last ? 'ui.setup.save' : 'ui.setup.next')}
          keys="F8"
          variant="filled"
          icon={last ? <IconDeviceFloppy size={20} /> : <IconArrowRight size={20} />}
          busy={setup.busy}
          disabled={!setup.ready}
          onAct={go}
        />
        {/* Enter in a field goes on, as the button does. */}
        <input type="submit" hidden />
      </footer>
    </form>
  );
}

/** Sets up what the station does not know by itself, or changes what it does. */
export function SetupDialog({ start, state, onClose }: SetupDialogProps): ReactElement {
  const t = useT();
  const title =
    start.of === 'device'
      ? t('ui.setup.title.device', { name: start.device.name })
      : start.of === 'attached'
        ? t('ui.setup.title.attached', { name: start.attached.name })
        : t('ui.setup.title.nothing');
  return (
    <Dialog opened onClose={onClose} title={title} width="54rem">
      <SetupForm start={start} state={state} onClose={onClose} />
    </Dialog>
  );
}
