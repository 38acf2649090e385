import { Button, Textarea } from '@mantine/core';
import type { CaseListRow } from '@serialbridge/protocol/central';
import { Panel } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import { useState, type ReactElement } from 'react';
import { useAct } from '../../api/use-read.ts';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { ProblemView } from '../../components/problem-view.tsx';
import { consequencesOf, type Choice } from './case-words.ts';
import classes from './case-page.module.css';

interface DecisionProps {
  readonly row: CaseListRow;
  readonly choice: Choice;
  readonly onChoose: (choice: Choice) => void;
  readonly letters: ReadonlyMap<string, string>;
}

/** Choose, say why, read what will happen, confirm. The note outlives everybody who remembers the case. */
export function Decision({ row, choice, onChoose, letters }: DecisionProps): ReactElement {
  const t = useT();
  const [note, setNote] = useState('');
  const [asked, setAsked] = useState(false);
  const [confirming, setConfirming] = useState(false);
  const ready = choice !== undefined && note.trim() !== '';
  const review = (): void => {
    setAsked(true);
    if (ready) setConfirming(true);
  };
  return (
    <Panel title={t('console.case.decision')}>
      <div className={classes['decide']}>
        <label className={`${classes['fact']} ${classes['neither']}`} data-chosen={choice === null || undefined}>
          <input
            type="radio"
            name="chosen-fact"
            checked={choice === null}
            onChange={() => onChoose(null)}
            data-testid="case-neither"
          />
          <span>
            <strong>{t('console.case.neither')}</strong>
            <br />
            <span className={classes['hint']}>{t('console.case.neither-meaning')}</span>
          </span>
        </label>
        {asked && choice === undefined ? <p role="alert">{t('console.case.choose-first')}</p> : null}
        <Textarea
          label={t('console.case.note')}
          description={t('console.case.note-meaning')}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          error={asked && note.trim() === '' ? t('console.case.note-missing') : undefined}
          maxLength={4000}
          autosize
          minRows={2}
          maxRows={8}
          required
          data-testid="case-note"
        />
        <div className={classes['row']}>
          <Button variant="filled" onClick={review} data-testid="case-resolve">
            {t('console.case.review')}
          </Button>
          <span className={classes['hint']}>{t('console.case.review-meaning')}</span>
        </div>
      </div>
      {confirming && choice !== undefined ? (
        <Confirm row={row} chosen={choice} letters={letters} note={note.trim()} onClose={() => setConfirming(false)} />
      ) : null}
    </Panel>
  );
}

interface ConfirmProps {
  readonly row: CaseListRow;
  readonly chosen: string | null;
  readonly letters: ReadonlyMap<string, string>;
  readonly note: string;
  readonly onClose: () => void;
}

function Confirm({ row, chosen, letters, note, onClose }: ConfirmProps): ReactElement {
  const t = useT();
  const { case_id } = row;
  const resolve = useAct((central, body: { chosen_event_id: string | null; note: string }) =>
    central.call('cases.resolve', { params: { case_id }, body }),
  );
  const submit = (): void => {
    if (!resolve.isPending) resolve.mutate({ chosen_event_id: chosen, note }, { onSuccess: onClose });
  };
  const title =
    chosen === null
      ? t('console.case.confirm-neither')
      : t('console.case.confirm', { letter: letters.get(chosen) ?? '?' });
  return (
    <DialogFrame
      title={title}
      onClose={onClose}
      onSubmit={submit}
      testId="case-confirm-dialog"
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            {t('console.back')}
          </Button>
          <Button type="submit" variant="filled" loading={resolve.isPending} data-autofocus data-testid="case-confirm">
            {t('console.case.record')}
          </Button>
        </>
      }
    >
      <p>{t('console.case.will-happen')}</p>
      <ul className={classes['will']} data-testid="case-consequences">
        {consequencesOf(row, chosen).map(({ id, params }) => (
          <li key={id}>{t(id, params)}</li>
        ))}
      </ul>
      <ProblemView error={resolve.error} />
    </DialogFrame>
  );
}
