import { Button, Checkbox } from '@mantine/core';
import type { OperatorListRow } from '@serialbridge/protocol/central';
import { useT } from '@serialbridge/ui/i18n';
import { useState, type ReactElement } from 'react';
import { useAct, useRead } from '../../api/use-read.ts';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { ProblemView } from '../../components/problem-view.tsx';
import { SessionTable } from '../../components/session-table.tsx';
import classes from './entry-dialog.module.css';

/** How a person gets into the console: a one-time code, shown once, and where that person is signed in now. */
export function EntryDialog({ row, onClose }: { row: OperatorListRow; onClose: () => void }): ReactElement {
  const t = useT();
  const [reset, setReset] = useState(false);
  const params = { operator_id: row.operator_id };
  const sessions = useRead(['operator-sessions', row.operator_id], (central) =>
    central.call('operators.sessions', { params }),
  );
  const give = useAct<void, { one_time_code: string }>((central) =>
    central.call('operators.one_time_code', { params, body: { reset } }),
  );
  const end = useAct((central, session_id: string) =>
    central.call('operators.end_session', { params: { ...params, session_id } }),
  );
  const endAll = useAct<void, unknown>((central) => central.call('operators.end_sessions', { params }));
  const given = give.data?.one_time_code;
  return (
    <DialogFrame
      title={t('console.entry.title', { name: row.name })}
      onClose={onClose}
      width="60rem"
      testId="entry-dialog"
      actions={
        <Button variant="default" onClick={onClose}>
          {t('console.done')}
        </Button>
      }
    >
      <p>{t('console.entry.meaning')}</p>
      {given === undefined ? (
        <>
          <Checkbox
            label={t('console.entry.reset')}
            description={t('console.entry.reset-meaning')}
            checked={reset}
            onChange={(event) => setReset(event.currentTarget.checked)}
            data-testid="entry-reset"
          />
          <Button
            variant="filled"
            {...(reset ? { color: 'red' } : {})}
            loading={give.isPending}
            onClick={() => give.mutate()}
            data-testid="entry-give"
          >
            {t(reset ? 'console.entry.reset-and-give' : 'console.entry.give')}
          </Button>
        </>
      ) : (
        <>
          <p className={classes['code']} data-testid="one-time-code">
            {given}
          </p>
          <p role="status">{t('console.entry.given', { code: row.code })}</p>
        </>
      )}
      <ProblemView error={give.error ?? end.error ?? endAll.error ?? sessions.error} />
      <SessionTable rows={sessions.data?.rows ?? []} onEnd={({ session_id }) => end.mutate(session_id)} />
      {(sessions.data?.rows.length ?? 0) > 0 ? (
        <Button
          variant="default"
          loading={endAll.isPending}
          onClick={() => endAll.mutate()}
          data-testid="entry-end-all"
        >
          {t('console.sign-out-everywhere')}
        </Button>
      ) : null}
    </DialogFrame>
  );
}
