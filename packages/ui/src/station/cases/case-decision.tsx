import { Radio, Textarea } from '@mantine/core';
import type { CaseRow } from '@serialbridge/core/model';
import { useState, type ReactElement } from 'react';
import { ActionButton, FaultList } from '../../components/index.ts';
import { useT } from '../../i18n/index.ts';
import classes from './cases-drawer.module.css';
import { useCall } from '../session/use-call.ts';

const NEITHER = 'neither';

export interface CaseDecisionProps {
  readonly found: CaseRow;
  /** A fact as one line. */
  readonly lineOf: (fact: CaseRow['facts'][number]) => string;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** Choose, say why, record: by keyboard alone (arrows choose, Tab goes on, F8 records). Works without a network. */
export function CaseDecision({ found, lineOf, onDone, onCancel }: CaseDecisionProps): ReactElement {
  const t = useT();
  const { call, faults, busy } = useCall('station.resolve_case', { aloud: false });
  const [chosen, setChosen] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [asked, setAsked] = useState(false);
  // Facts of one event belong together: it is the event that is chosen.
  const facts = found.facts.filter((fact, n) => found.facts.findIndex((f) => f.event_id === fact.event_id) === n);
  const record = async (): Promise<void> => {
    setAsked(true);
    if (chosen === null || note.trim() === '') return;
    const chosen_event_id = chosen === NEITHER ? null : chosen;
    if ((await call({ case_id: found.case_id, chosen_event_id, note: note.trim() })) !== null) onDone();
  };
  return (
    <form
      className={classes['decision']}
      onSubmit={(event) => {
        event.preventDefault();
        void record();
      }}
    >
      <Radio.Group
        size="md"
        label={t('ui.cases.which')}
        value={chosen}
        onChange={setChosen}
        error={asked && chosen === null ? t('ui.cases.choose-first') : undefined}
      >
        <div className={classes['choices']}>
          {facts.map((fact, n) => (
            <Radio key={fact.event_id} value={fact.event_id} label={lineOf(fact)} autoFocus={n === 0} />
          ))}
          <Radio value={NEITHER} label={t('ui.cases.neither')} data-testid="case-neither" />
        </div>
      </Radio.Group>
      <Textarea
        label={t('ui.cases.note')}
        description={t('ui.cases.note-hint')}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        error={asked && note.trim() === '' ? t('ui.cases.note-missing') : undefined}
        maxLength={4000}
        rows={2}
        data-testid="case-note"
      />
      <FaultList faults={faults} />
      <footer className={classes['foot']}>
        <ActionButton label={t('ui.cancel')} keys="Esc" onAct={onCancel} />
        <ActionButton label={t('ui.cases.record')} keys="F8" variant="filled" busy={busy} onAct={() => void record()} />
      </footer>
    </form>
  );
}
