import type { DeviceLink, Probing } from '@serialbridge/protocol/station';
import { EmptyState, FaultList } from '../../../components/index.ts';
import { useT } from '../../../i18n/index.ts';
import type { ReactElement } from 'react';
import { linkPlace } from '../link-words.ts';
import { visibleBytes } from '../visible-bytes.ts';
import { WeightMark } from '../weight-state.tsx';
import { Choice } from './choice.tsx';
import classes from './setup.module.css';
import { useLine } from './use-line.ts';

export type FoundScale = Probing['found'][number];

export interface ProbeStepProps {
  readonly link: DeviceLink;
  readonly probing: Probing | null;
  readonly chosen: FoundScale | null;
  readonly onChoose: (found: FoundScale) => void;
}

const keyOf = (found: FoundScale): string => `${found.profile} ${linkPlace(found.link)}`;

/** Every protocol and usual speed is tried until the scale answers. What it answered is shown, for a person to say which is right. */
export function ProbeStep({ link, probing, chosen, onChoose }: ProbeStepProps): ReactElement {
  const t = useT();
  const faults = useLine('devices.probe_scale', link);
  const { done = false, tried = 0, total = 0, now = '', found = [], problem = null } = probing ?? {};
  return (
    <>
      <p className={classes['hint']}>{t('ui.setup.probe.how')}</p>
      <div className={classes['progress']} role="status" data-testid="probe-progress">
        <progress value={tried} max={Math.max(1, total)} aria-label={t('ui.setup.probe.progress', { tried, total })} />
        <span>
          <strong>{t('ui.setup.probe.progress', { tried, total })}</strong>{' '}
          {t(done ? 'ui.setup.probe.done' : 'ui.setup.probe.now', { now })}
        </span>
      </div>
      <FaultList faults={[...faults, ...(problem === null ? [] : [problem])]} />
      <div className={classes['choices']} role="radiogroup" aria-label={t('ui.setup.probe.found')}>
        {found.map((one) => (
          <Choice
            key={keyOf(one)}
            group="found"
            checked={chosen !== null && keyOf(chosen) === keyOf(one)}
            focus={found.length === 1}
            onChoose={() => onChoose(one)}
            title={one.protocol_title}
            hint={`${linkPlace(one.link)} · ${visibleBytes(one.hex)}`}
            aside={
              one.weight === null ? undefined : (
                <span className={classes['found-weight']}>
                  <WeightMark state={one.weight.state} size={22} />
                  {one.weight.text ?? t(`ui.weight.${one.weight.state}`)}
                </span>
              )
            }
          />
        ))}
        {done && found.length === 0 ? (
          <EmptyState title={t('ui.setup.probe.none')} hint={t('ui.setup.probe.none-hint')} />
        ) : null}
      </div>
    </>
  );
}
