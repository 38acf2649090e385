import type { Finding } from '@serialbridge/protocol/station';
import { Barcode, FaultList } from '../../../components/index.ts';
import { useT } from '../../../i18n/index.ts';
import { IconCircleCheckFilled, IconCircleDashed, IconCircleXFilled } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { SETUP_CODES, type SetupCode, type SetupResults } from '../check-setup-scan.ts';
import { ControlText } from '../control-text.tsx';
import classes from './setup-sheet.module.css';

const MARKS = { waiting: IconCircleDashed, passed: IconCircleCheckFilled, failed: IconCircleXFilled } as const;

function Verdict({ faults }: { faults: readonly Finding[] | undefined }): ReactElement {
  const t = useT();
  const state = faults === undefined ? 'waiting' : faults.length === 0 ? 'passed' : 'failed';
  const Mark = MARKS[state];
  return (
    <span className={classes['verdict']} data-state={state}>
      <Mark size={30} aria-hidden="true" />
      {t(`ui.sheet.${state}`)}
    </span>
  );
}

function Code({ code, results }: { code: SetupCode; results: SetupResults | null }): ReactElement {
  const t = useT();
  const faults = results?.[code.id];
  return (
    <li
      className={classes['item']}
      data-testid={results === null ? undefined : `setup-code-${code.id}`}
      aria-live="polite"
    >
      <div className={classes['item-head']}>
        <strong>{t(`ui.sheet.code.${code.id}`)}</strong>
        {results === null ? null : <Verdict faults={faults} />}
      </div>
      <FaultList faults={faults ?? []} tone="caution" />
      <div className={classes['card']}>
        <Barcode text={code.text} height={60} gs1={code.gs1} moduleWidth={2} />
        <code>
          <ControlText text={`${code.aim_id}${code.text}\r`} />
        </code>
      </div>
    </li>
  );
}

/** The codes to try a scanner with; on paper (`results` null) without the verdicts. */
export function SetupCodes({ results }: { results: SetupResults | null }): ReactElement {
  const t = useT();
  return (
    <section>
      <h2 className={classes['title']}>{t('ui.sheet.codes')}</h2>
      <p className={classes['text']}>{t(results === null ? 'ui.sheet.codes.paper' : 'ui.sheet.codes.how')}</p>
      <ol className={classes['codes']}>
        {SETUP_CODES.map((code) => (
          <Code key={code.id} code={code} results={results} />
        ))}
      </ol>
    </section>
  );
}
