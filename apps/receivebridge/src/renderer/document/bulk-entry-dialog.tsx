import { NumberInput, Progress, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import type { MethodParams, MethodResult, ReceivingLine } from '@serialbridge/protocol/station';
import { ActionButton, Dialog, FaultList } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import { DialogScans, useCall } from '@serialbridge/ui/station';
import { IconFileImport, IconListCheck, IconPlaylistAdd } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { BadRows } from './bad-rows.tsx';
import { ColumnChoice } from './column-choice.tsx';
import classes from './document-screen.module.css';
import { useListFile, type ListFile } from './use-list-file.ts';

type Entry = MethodParams<'receiving.enter_serials'>['entry'];
type Judged = MethodResult<'receiving.enter_serials'>;
const MODES = ['paste', 'first-last', 'first-count'] as const;
type Mode = (typeof MODES)[number];
const isMode = (value: string): value is Mode => (MODES as readonly string[]).includes(value);

function Form({ line, onClose }: { line: ReceivingLine; onClose: () => void }): ReactElement {
  const t = useT();
  const format = useFormat();
  const { call, busy, faults } = useCall('receiving.enter_serials', { aloud: false });
  const [mode, setMode] = useState<Mode>('paste');
  const [text, setText] = useState('');
  const [first, setFirst] = useState('');
  const [last, setLast] = useState('');
  const [count, setCount] = useState(10);
  const [judged, setJudged] = useState<Judged | null>(null);
  const [column, setColumn] = useState<Judged['chosen'] | null>(null);
  const [file, setFile] = useState<ListFile | null>(null);
  const [entering, setEntering] = useState<{ from: number; total: number } | null>(null);
  const entries: Readonly<Record<Mode, Entry>> = {
    paste: { text, column },
    'first-last': { first, last },
    'first-count': { first, count },
  };
  const ready = mode === 'paste' ? text.trim() !== '' : first !== '' && (mode === 'first-count' || last !== '');
  const edit = (change: () => void): void => {
    change();
    setJudged(null);
    setColumn(null);
  };
  const { input, choose, take, drop } = useListFile((chosen) =>
    edit(() => {
      setMode('paste');
      setFile(chosen);
      setText(chosen.text);
    }),
  );
  const run = async (dryRun: boolean, skipBad: boolean, of: Entry = entries[mode]): Promise<void> => {
    if (!ready) return;
    setEntering(dryRun ? null : { from: line.serials_counted, total: judged?.accepted ?? 0 });
    const result = await call({ line_id: line.line_id, entry: of, dry_run: dryRun, skip_bad: skipBad });
    setEntering(null);
    if (result === null) return;
    setJudged(result);
    if (dryRun || result.accepted === 0 || (result.refused.length > 0 && !skipBad)) return;
    if (result.warned.length === 0) return onClose();
    // Taken: what passed with a warning stays to be read, and nothing can be entered a second time.
    setText('');
    setFirst('');
    setFile(null);
  };
  const done = entering === null ? 0 : line.serials_counted - entering.from;
  const allGood = judged !== null && !judged.ask && judged.refused.length === 0 && judged.entered > 0;
  const notes = [...(mode === 'paste' ? (file?.notes ?? []) : []), ...(judged?.notes ?? [])];
  return (
    <>
      <DialogScans
        onCancel={onClose}
        onOk={() => void run(!allGood, false)}
        onCode={(code) =>
          edit(() =>
            mode === 'paste'
              ? setText((old) => `${old}${old === '' || old.endsWith('\n') ? '' : '\n'}${code}\n`)
              : first === ''
                ? setFirst(code)
                : setLast(code),
          )
        }
      />
      <SegmentedControl
        value={mode}
        onChange={(value) => {
          if (isMode(value)) edit(() => setMode(value));
        }}
        data={MODES.map((value) => ({ value, label: t(`receivebridge.bulk.mode.${value}`) }))}
      />
      <input
        ref={input}
        type="file"
        hidden
        accept=".csv,.txt,.tsv,text/*"
        onChange={(event) => take(event.currentTarget.files?.[0])}
        data-testid="bulk-file"
      />
      <div className={classes['bulk-entry']} {...drop}>
        {mode === 'paste' ? (
          <Textarea
            data-autofocus
            aria-label={t('receivebridge.bulk.mode.paste')}
            placeholder={t('receivebridge.bulk.paste-hint')}
            value={text}
            onChange={(event) => {
              const { value } = event.currentTarget;
              edit(() => {
                setText(value);
                setFile(null);
              });
            }}
            rows={judged === null ? 4 : 2}
            spellCheck={false}
            styles={{ input: { fontFamily: 'var(--sb-font-code)' } }}
            data-testid="bulk-text"
          />
        ) : (
          <div className={classes['range']}>
            <TextInput
              label={t('receivebridge.bulk.first')}
              value={first}
              onChange={(event) => edit(() => setFirst(event.currentTarget.value))}
              spellCheck={false}
              data-testid="bulk-first"
            />
            {mode === 'first-last' ? (
              <TextInput
                label={t('receivebridge.bulk.last')}
                value={last}
                onChange={(event) => edit(() => setLast(event.currentTarget.value))}
                spellCheck={false}
                data-testid="bulk-last"
              />
            ) : (
              <NumberInput
                label={t('receivebridge.bulk.count')}
                value={count}
                min={1}
                max={10_000}
                allowDecimal={false}
                onChange={(value) => edit(() => setCount(Number(value) || 1))}
                data-testid="bulk-count"
              />
            )}
          </div>
        )}
      </div>
      <div className={classes['bulk-state']} role="status" data-testid="bulk-state">
        {busy && entering !== null ? (
          <>
            <Progress
              size="xl"
              value={entering.total === 0 ? 100 : (100 * done) / entering.total}
              animated={entering.total === 0}
            />
            <span>
              {t('receivebridge.bulk.entering', { done: format.count(done), total: format.count(entering.total) })}
            </span>
          </>
        ) : judged === null ? (
          <span className={classes['muted']}>{t('receivebridge.bulk.check-first')}</span>
        ) : (
          <strong>
            {t('receivebridge.bulk.judged', {
              entered: format.count(judged.entered),
              accepted: format.count(judged.accepted),
              refused: format.count(judged.refused.length),
              warned: format.count(judged.warned.length),
            })}
          </strong>
        )}
      </div>
      <FaultList faults={[...faults, ...(file?.faults ?? [])]} />
      {notes.length === 0 ? null : (
        <ul className={classes['bulk-notes']} data-testid="bulk-notes">
          {notes.map((note, at) => (
            <li key={at}>{t(note)}</li>
          ))}
        </ul>
      )}
      {judged === null || mode !== 'paste' ? null : (
        <ColumnChoice
          judged={judged}
          onChoose={(chosen) => {
            setColumn(chosen);
            void run(true, false, { text, column: chosen });
          }}
        />
      )}
      <BadRows refused={judged?.refused ?? []} warned={judged?.warned ?? []} />
      <div className={classes['mark-actions']}>
        <ActionButton label={t('ui.cancel')} keys="Esc" onAct={onClose} />
        <ActionButton
          label={t('receivebridge.bulk.file')}
          keys="F6"
          icon={<IconFileImport size={20} />}
          disabled={busy}
          onAct={choose}
        />
        <ActionButton
          label={t('receivebridge.bulk.check')}
          keys="F7"
          icon={<IconListCheck size={20} />}
          variant={allGood ? 'default' : 'filled'}
          busy={busy && entering === null}
          disabled={!ready || busy}
          onAct={() => void run(true, false)}
        />
        <ActionButton
          label={t('receivebridge.bulk.enter-good', { count: judged?.accepted ?? 0 })}
          keys="F9"
          disabled={
            busy || !ready || judged === null || judged.ask || judged.refused.length === 0 || judged.accepted === 0
          }
          onAct={() => void run(false, true)}
        />
        <ActionButton
          label={t('receivebridge.bulk.enter-all')}
          keys="F8"
          icon={<IconPlaylistAdd size={20} />}
          variant={allGood ? 'filled' : 'default'}
          busy={busy && entering !== null}
          disabled={busy || !ready || !allGood}
          onAct={() => void run(false, false)}
        />
      </div>
    </>
  );
}

/** Many serials of one line: pasted, or a range. Judged first, every bad row at once; nothing is taken before a person says so. */
export function BulkEntryDialog({
  line,
  opened,
  onClose,
}: {
  line: ReceivingLine | null;
  opened: boolean;
  onClose: () => void;
}): ReactElement {
  const t = useT();
  return (
    <Dialog
      opened={opened && line !== null}
      onClose={onClose}
      title={t('receivebridge.bulk.title', { sku: line?.product.sku ?? '' })}
      width="60rem"
      height="44rem"
    >
      {line === null ? null : <Form line={line} onClose={onClose} />}
    </Dialog>
  );
}
