import { Button } from '@mantine/core';
import type { OutboxImport } from '@serialbridge/protocol/central';
import { OUTBOX_FILE, OutboxHeader } from '@serialbridge/protocol/sync';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import { IconFileUpload } from '@tabler/icons-react';
import { type ReactElement, useState } from 'react';
import { Link } from 'wouter';
import { useAct } from '../../api/use-read.ts';
import { ADDRESS } from '../../components/addresses.ts';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { Facts } from '../../components/facts.tsx';
import { ProblemView } from '../../components/problem-view.tsx';
import { Stamp } from '../../components/stamp.tsx';
import drop from '../files/import-page.module.css';
import classes from './outbox-dialog.module.css';

/** A header is far shorter; a file without a line end is no export. */
const MOST = 256 * 1024;

/** What an exported outbox says of itself, read before it is sent; null: it is none, which central will say with a reason. */
async function readOutboxHead(file: Blob): Promise<OutboxHeader | null> {
  const [line = ''] = (await file.slice(0, MOST).text()).split('\n', 1);
  try {
    return OutboxHeader.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

interface Chosen {
  readonly file: File;
  readonly head: OutboxHeader | null;
}

/** The button that had the focus is gone with the answer. */
const takeFocus = (button: HTMLButtonElement | null): void => button?.focus();

/** Brings what a station exported into the ledger: choose the file, see whose it is, import, see what came of it. */
export function OutboxDialog({ onClose }: { onClose: () => void }): ReactElement {
  const t = useT();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const run = useAct<File, OutboxImport>((central, file) => central.importOutbox(file, file.name));
  const choose = (file: File | undefined): void => {
    if (file === undefined || run.isPending) return;
    run.reset();
    void readOutboxHead(file).then((head) => setChosen({ file, head }));
  };
  const done = run.data;
  return (
    <DialogFrame
      title={t('console.outbox.title')}
      width="38rem"
      testId="outbox-dialog"
      onClose={onClose}
      onSubmit={() => {
        if (done !== undefined) onClose();
        else if (chosen !== null) run.mutate(chosen.file);
      }}
      actions={
        done === undefined ? (
          <>
            <Button variant="default" onClick={onClose}>
              {t('console.back')}
            </Button>
            <Button
              type="submit"
              variant="filled"
              disabled={chosen === null}
              loading={run.isPending}
              data-testid="outbox-import"
            >
              {t('console.outbox.import')}
            </Button>
          </>
        ) : (
          <Button type="submit" variant="filled" ref={takeFocus} data-testid="outbox-done">
            {t('console.done')}
          </Button>
        )
      }
    >
      {done === undefined ? (
        <>
          <Choose file={chosen?.file ?? null} busy={run.isPending} onChoose={choose} />
          {chosen === null ? <p className={classes['hint']}>{t('console.outbox.meaning')}</p> : <Head {...chosen} />}
          <div className={classes['faults']}>
            <ProblemView error={run.error} />
          </div>
        </>
      ) : (
        <Done done={done} />
      )}
    </DialogFrame>
  );
}

interface ChooseProps {
  readonly file: File | null;
  readonly busy: boolean;
  readonly onChoose: (file: File | undefined) => void;
}
function Choose({ file, busy, onChoose }: ChooseProps): ReactElement {
  const t = useT();
  const format = useFormat();
  const [over, setOver] = useState(false);
  return (
    <label
      className={drop['drop']}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onChoose(event.dataTransfer.files[0]);
      }}
    >
      <IconFileUpload size={28} stroke={1.5} aria-hidden="true" />
      <strong>{file === null ? t('console.outbox.choose') : `${file.name} · ${format.bytes(file.size)}`}</strong>
      <span className={drop['hint']}>{t('console.outbox.choose-hint', { extension: OUTBOX_FILE })}</span>
      <input
        type="file"
        accept={`${OUTBOX_FILE},application/x-ndjson`}
        disabled={busy}
        data-autofocus
        onChange={(event) => {
          onChoose(event.currentTarget.files?.[0]);
          // The same file can be chosen again after it was saved anew.
          event.currentTarget.value = '';
        }}
        data-testid="outbox-file"
      />
    </label>
  );
}

function Head({ head }: Chosen): ReactElement {
  const t = useT();
  const format = useFormat();
  if (head === null) return <p className={classes['hint']}>{t('console.outbox.no-head')}</p>;
  return (
    <Facts
      items={[
        [t('console.outbox.station'), head.station_name],
        [t('console.outbox.events'), format.count(head.events)],
        [t('console.outbox.exported'), <Stamp key="at" at={head.exported_at} />],
      ]}
    />
  );
}

function Done({ done }: { done: OutboxImport }): ReactElement {
  const t = useT();
  const format = useFormat();
  return (
    <>
      <p className={classes['verdict']} role="status" data-testid="outbox-verdict">
        {t('console.outbox.done', {
          count: done.events_new,
          n: format.count(done.events_new),
          name: done.station_name,
        })}
      </p>
      <Facts
        items={[
          [t('console.outbox.events'), format.count(done.events)],
          [t('console.outbox.new'), format.count(done.events_new)],
          [t('console.outbox.known'), format.count(done.events_known)],
          [t('console.outbox.held'), format.count(done.events_held)],
          [
            t('console.outbox.cases'),
            done.cases === 0 ? (
              '0'
            ) : (
              <Link key="cases" href={`${ADDRESS.cases}?state=open`}>
                {format.count(done.cases)}
              </Link>
            ),
          ],
        ]}
      />
      <p className={classes['hint']}>{t('console.outbox.done-hint')}</p>
    </>
  );
}
