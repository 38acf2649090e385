import type { DeviceLink, DevicesState } from '@serialbridge/protocol/station';
import { ActionButton, Barcode, FaultList, Tag } from '../../../components/index.ts';
import { useT } from '../../../i18n/index.ts';
import { IconCircleCheck, IconEar } from '@tabler/icons-react';
import { useCallback, useEffect, useState, type ReactElement } from 'react';
import { useScanTaker } from '../../session/station-provider.tsx';
import { useCall } from '../../session/use-call.ts';
import { ControlText } from '../control-text.tsx';
import { spacedHex, visibleBytes } from '../visible-bytes.ts';
import type { Learnt } from './own-profile.ts';
import classes from './setup.module.css';
import { useLine } from './use-line.ts';

/** Drawn on the screen to be scanned; nothing else holds it, so what stands around it is the scanner's. */
const LEARN_CODE = 'SB-LEARN-7Q4Z';
/** A slow line still sends the rest of the code: asked too soon, half of it looks wrong. */
const QUIET_MS = 600;

export interface LearnStepProps {
  readonly link: DeviceLink;
  readonly listening: DevicesState['listening'];
  readonly learnt: Learnt | null;
  readonly onLearnt: (learnt: Learnt) => void;
}

function Result({ learnt }: { learnt: Learnt }): ReactElement {
  const t = useT();
  const shown = (text: string): string => (text === '' ? t('ui.setup.learn.nothing') : text);
  const facts = [
    ['prefix', shown(learnt.prefix)],
    ['aim', learnt.aim_id ?? t('ui.setup.learn.nothing')],
    ['framer', t(`ui.framer.${learnt.framer}`)],
    ['suffix', shown(learnt.suffix)],
  ] as const;
  return (
    <div data-testid="learnt">
      <Tag tone="good" icon={<IconCircleCheck size={16} />}>
        {t('ui.setup.learn.understood')}
      </Tag>
      <dl className={classes['learnt']}>
        {facts.map(([fact, value]) => (
          <div key={fact}>
            <dt>{t(`ui.setup.learn.${fact}`)}</dt>
            <dd>
              <ControlText text={value} />
            </dd>
          </div>
        ))}
      </dl>
      <FaultList faults={learnt.warnings} tone="caution" />
    </div>
  );
}

/** The scanner reads a code that we know, and what stands around it in the bytes is how it is set up. */
export function LearnStep({ link, listening, learnt, onLearnt }: LearnStepProps): ReactElement {
  const t = useT();
  const lineFaults = useLine('devices.listen', link);
  const { call, busy, faults } = useCall('devices.learn_scanner', { aloud: false });
  const [typed, setTyped] = useState(false);
  useScanTaker(({ text }) => {
    if (text !== LEARN_CODE) return false;
    setTyped(true);
    return true;
  });
  const learn = useCallback(async (): Promise<void> => {
    const result = await call({ printed: LEARN_CODE });
    if (result !== null) onLearnt(result);
  }, [call, onLearnt]);
  const hex = listening?.hex ?? '';
  useEffect(() => {
    if (hex === '') return undefined;
    const timer = setTimeout(() => void learn(), QUIET_MS);
    return () => clearTimeout(timer);
  }, [hex, learn]);
  return (
    <>
      <p className={classes['hint']}>{t('ui.setup.learn.how')}</p>
      <div className={classes['learn']}>
        <figure className={classes['learn-code']}>
          <Barcode text={LEARN_CODE} height={96} moduleWidth={2} />
          <figcaption>{LEARN_CODE}</figcaption>
        </figure>
        <div className={classes['heard']} role="log" aria-label={t('ui.setup.learn.heard')}>
          <strong>{t('ui.setup.learn.heard')}</strong>
          {hex === '' ? (
            <span className={classes['hint']}>{t('ui.setup.learn.waiting')}</span>
          ) : (
            <>
              <code>
                <ControlText text={visibleBytes(hex)} />
              </code>
              <code className={classes['hex']}>{spacedHex(hex)}</code>
            </>
          )}
        </div>
      </div>
      {typed ? <FaultList faults={[{ code: 'ui.setup.learn.is-keyboard', params: {} }]} tone="caution" /> : null}
      <FaultList
        faults={[
          ...lineFaults,
          ...(listening?.detail == null ? [] : [listening.detail]),
          ...(learnt === null ? faults : []),
        ]}
      />
      {learnt === null ? (
        <div>
          <ActionButton
            label={t('ui.setup.learn.check')}
            keys="F9"
            icon={<IconEar size={20} />}
            busy={busy}
            onAct={() => void learn()}
          />
        </div>
      ) : (
        <Result learnt={learnt} />
      )}
    </>
  );
}
