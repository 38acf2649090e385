import { Button } from '@mantine/core';
import type { ImportKindView } from '@serialbridge/protocol/central';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import { IconFileUpload } from '@tabler/icons-react';
import { useState, type DragEvent, type ReactElement } from 'react';
import { ImportResult } from './import-result.tsx';
import { ReadingPanel } from './reading-panel.tsx';
import { useImport } from './use-import.ts';
import { isSure, useLook } from './use-look.ts';
import classes from './import-page.module.css';

/** One file of one kind: dropped or chosen, tried first, then taken over. */
export function FileImport({ kind, limits }: { kind: ImportKindView; limits: string }): ReactElement {
  const t = useT();
  const format = useFormat();
  const [file, setFile] = useState<File | null>(null);
  const [over, setOver] = useState(false);
  /** How it is read is shown: because a person must say it, or wants to. */
  const [asking, setAsking] = useState(false);
  const [looked, setLooked] = useState(0);
  const { step, start, cancel, reset } = useImport(kind.kind);
  const { look, reading, at, say, forget } = useLook(kind.kind);
  const lookAt = async (taken: File, heading?: boolean): Promise<void> => {
    const seen = await at(taken, heading);
    setLooked((times) => times + 1);
    const ask = seen !== null && (heading !== undefined || !isSure(seen));
    setAsking(ask);
    if (!ask) await start(taken, true, null);
  };
  const take = (taken: File | null | undefined): void => {
    if (taken === null || taken === undefined) return;
    setFile(taken);
    reset();
    void lookAt(taken);
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  const busy = step.at === 'sending' || step.at === 'running';
  return (
    <>
      <label
        className={classes['drop']}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <IconFileUpload size={28} stroke={1.5} />
        <strong>
          {file === null ? t('console.import.drop', { kind: kind.title }) : `${file.name} · ${format.bytes(file.size)}`}
        </strong>
        <span className={classes['hint']}>{limits}</span>
        <input
          type="file"
          accept=".csv,.txt,.tsv,text/csv"
          disabled={busy}
          onChange={(event) => {
            take(event.currentTarget.files?.[0]);
            // The same file, corrected, can be chosen again.
            event.currentTarget.value = '';
          }}
          data-testid="import-file"
        />
      </label>
      {file !== null && look !== null && asking ? (
        <ReadingPanel
          key={looked}
          look={look}
          kind={kind}
          busy={busy}
          onHeading={(heading) => void lookAt(file, heading)}
          onCheck={(said) => {
            say(said);
            void start(file, true, said);
          }}
        />
      ) : null}
      <ImportResult
        step={step}
        kind={kind}
        onCancel={() => void cancel()}
        onTakeOver={() => (file === null ? undefined : void start(file, false, reading))}
        onAgain={() => {
          setFile(null);
          setAsking(false);
          forget();
          reset();
        }}
      />
      {file !== null && !busy && step.at !== 'idle' ? (
        <div className={classes['row']}>
          <Button variant="subtle" onClick={() => void start(file, true, reading)} data-testid="import-check-again">
            {t('console.import.check-again')}
          </Button>
          {look === null || asking ? null : (
            <Button variant="subtle" onClick={() => setAsking(true)} data-testid="import-how">
              {t(look.by === 'last-time' ? 'console.import.change-last-time' : 'console.import.change-reading')}
            </Button>
          )}
        </div>
      ) : null}
    </>
  );
}
