import { Button, Progress } from '@mantine/core';
import type { ImportCounts, ImportKindView, Job } from '@serialbridge/protocol/central';
import { Panel } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
import { faultsOfProblem, problemOf } from '../../api/problem-of.ts';
import { PlainTable } from '../../components/plain-table.tsx';
import { ImportErrors } from './import-errors.tsx';
import type { Step } from './use-import.ts';
import classes from './import-page.module.css';

interface ImportResultProps {
  readonly step: Step;
  readonly kind: ImportKindView;
  readonly onCancel: () => void;
  readonly onTakeOver: () => void;
  readonly onAgain: () => void;
}

/** What central says of the file: how far it is, what would change or did, or every row that is wrong. */
export function ImportResult({ step, kind, onCancel, onTakeOver, onAgain }: ImportResultProps): ReactElement | null {
  const t = useT();
  if (step.at === 'idle') return null;
  const dry_run = 'job' in step ? step.job.dry_run : step.dry_run;
  const state = step.at === 'over' ? step.job.state : step.at;
  return (
    <Panel title={t(dry_run ? 'console.import.trial' : 'console.import.import')}>
      <div className={classes['result']} data-testid="import-result" data-state={state} data-dry-run={dry_run}>
        {step.at === 'sending' ? <p role="status">{t('console.import.sending')}</p> : null}
        {step.at === 'running' ? <Running job={step.job} onCancel={onCancel} /> : null}
        {step.at === 'refused' ? <Refused faults={faultsOfProblem(problemOf(step.error))} name={kind.kind} /> : null}
        {step.at === 'over' ? <Over job={step.job} name={kind.kind} onTakeOver={onTakeOver} onAgain={onAgain} /> : null}
      </div>
    </Panel>
  );
}

function Running({ job, onCancel }: { job: Job; onCancel: () => void }): ReactElement {
  const t = useT();
  const format = useFormat();
  const { rows_done, rows_total, state } = job;
  const share = rows_total === null || rows_total === 0 ? 0 : (100 * rows_done) / rows_total;
  return (
    <>
      <p role="status">
        {t(`console.import.${state}`)}{' '}
        {rows_total === null
          ? t('console.import.rows', { rows: format.count(rows_done) })
          : t('console.import.rows-of', { rows: format.count(rows_done), total: format.count(rows_total) })}
      </p>
      <Progress value={share} animated={rows_total === null} aria-label={t('console.import.progress')} />
      <div className={classes['row']}>
        <Button variant="default" onClick={onCancel} disabled={state === 'committing'} data-testid="import-cancel">
          {t('console.import.cancel')}
        </Button>
        {state === 'committing' ? <span className={classes['hint']}>{t('console.import.too-late')}</span> : null}
      </div>
    </>
  );
}

function Refused({
  faults,
  name,
}: {
  faults: Parameters<typeof ImportErrors>[0]['faults'];
  name: string;
}): ReactElement {
  const t = useT();
  return (
    <>
      <p className={classes['verdict']} data-tone="bad" role="alert">
        {t('console.import.refused', { count: faults.length })}
      </p>
      <ImportErrors faults={faults} name={name} />
    </>
  );
}

interface OverProps {
  readonly job: Job;
  readonly name: string;
  readonly onTakeOver: () => void;
  readonly onAgain: () => void;
}
function Over({ job, name, onTakeOver, onAgain }: OverProps): ReactElement {
  const t = useT();
  const { counts } = job;
  if (job.state === 'cancelled') return <p className={classes['verdict']}>{t('console.import.cancelled')}</p>;
  if (job.state === 'failed' || counts === null) {
    return <Refused faults={job.problem === null ? [] : faultsOfProblem(job.problem)} name={name} />;
  }
  const changes = counts.created + counts.updated;
  return (
    <>
      <p className={classes['verdict']} data-tone="good" role="status">
        {job.dry_run
          ? t('console.import.good', { count: counts.rows })
          : t('console.import.done', { count: counts.rows })}
      </p>
      <Counts counts={counts} />
      {job.warnings.length === 0 ? null : (
        <ul className={classes['warnings']} data-testid="import-warnings">
          {job.warnings.map((warning) => (
            <li key={warning.message}>{t(warning)}</li>
          ))}
        </ul>
      )}
      <div className={classes['row']}>
        {job.dry_run ? (
          <Button variant="filled" onClick={onTakeOver} disabled={changes === 0} data-testid="import-run">
            {changes === 0 ? t('console.import.nothing-to-do') : t('console.import.run', { count: changes })}
          </Button>
        ) : (
          <Button variant="default" onClick={onAgain} data-testid="import-again">
            {t('console.import.another')}
          </Button>
        )}
      </div>
    </>
  );
}

function Counts({ counts }: { counts: ImportCounts }): ReactElement {
  const t = useT();
  const format = useFormat();
  const rows = Object.entries(counts.by_entity).map(([entity, of]) => ({ entity, ...of }));
  const number = (name: 'created' | 'updated' | 'unchanged') => ({
    key: name,
    title: t(`console.import.${name}`),
    align: 'end' as const,
    renderCell: (row: (typeof rows)[number]) => format.count(row[name]),
  });
  return (
    <PlainTable
      rows={rows}
      rowKey={(row) => row.entity}
      empty={t('console.import.nothing-to-do')}
      columns={[
        { key: 'entity', title: t('console.import.records'), renderCell: (row) => t(`console.entity.${row.entity}`) },
        number('created'),
        number('updated'),
        number('unchanged'),
      ]}
    />
  );
}
