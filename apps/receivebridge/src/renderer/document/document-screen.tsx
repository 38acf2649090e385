import type { ReceivingLine, ReceivingState } from '@serialbridge/protocol/station';
import { CountMeter, DataTable, EmptyState, Panel, ProductPicture, Tag } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import {
  FeedbackBanner,
  LastScans,
  PromptBar,
  ScanField,
  useCall,
  useNow,
  usePolicy,
  useStation,
} from '@serialbridge/ui/station';
import { IconAlertTriangle, IconBarcode } from '@tabler/icons-react';
import { type ReactElement, useMemo, useState } from 'react';
import { ActionBar, type Opened } from './action-bar.tsx';
import { BinDialog } from './bin-dialog.tsx';
import { BulkEntryDialog } from './bulk-entry-dialog.tsx';
import { DiscardDialog } from './discard-dialog.tsx';
import classes from './document-screen.module.css';
import { lineColumns } from './line-columns.tsx';
import { MarkReceivedDialog } from './mark-received-dialog.tsx';
import { isFull, nextStep, serialCount, unitCount, wantsSerials } from './next-step.ts';
import { SerialsDialog } from './serials-dialog.tsx';

/** The line in hand: picture, name, and the count, readable across the bench. */
function LineCard({ line }: { line: ReceivingLine | null }): ReactElement {
  const t = useT();
  if (line === null) {
    return (
      <Panel className={classes['card']}>
        <EmptyState icon={<IconBarcode size={48} stroke={1.5} />} title={t('receivebridge.card.none')} />
      </Panel>
    );
  }
  const serials = wantsSerials(line);
  const count = serials ? serialCount(line) : unitCount(line);
  return (
    <Panel className={classes['card']}>
      <div className={classes['card-body']} data-testid="line-card" data-line-id={line.line_id}>
        <ProductPicture name={line.product.name} picture={line.product.picture} size={8.5} />
        <div className={classes['card-words']}>
          <CountMeter
            done={count.done}
            total={count.total}
            label={t(serials ? 'receivebridge.card.serials' : 'receivebridge.card.units')}
          />
        </div>
        <div className={classes['card-names']}>
          <strong>{line.product.sku}</strong>
          <span>{line.product.name}</span>
          {line.product.serial_hint === null ? null : (
            <span className={classes['muted']}>{t(line.product.serial_hint)}</span>
          )}
        </div>
      </div>
    </Panel>
  );
}

type Session = NonNullable<ReceivingState['session']>;

/** The line a person chose with the keys, until the host's current line changes. */
function useChosenLine(state: ReceivingState): readonly [ReceivingLine | null, (lineId: string) => void] {
  const [chosen, setChosen] = useState<{ readonly line_id: string; readonly over: string | null } | null>(null);
  const id = chosen !== null && chosen.over === state.current_line_id ? chosen.line_id : state.current_line_id;
  const line = state.lines.find(({ line_id }) => line_id === id) ?? null;
  return [line, (lineId) => setChosen({ line_id: lineId, over: state.current_line_id })];
}

/** The heading of the on-hand figures, with their age when they are old; null: the policy hides them. */
function useOnHandTitle(): string | null {
  const t = useT();
  const format = useFormat();
  const now = useNow(60_000);
  const station = useStation();
  const shown = usePolicy('receiving.show_on_hand');
  if (station === null || !shown) return null;
  const { state, cache_fresh_at: freshAt } = station.sync;
  const current = state === 'online' || state === 'syncing' || freshAt === null;
  return current
    ? t('receivebridge.line.on-hand')
    : t('receivebridge.line.on-hand-old', { age: format.age(now - freshAt) });
}

function Blockers({ state }: { state: ReceivingState }): ReactElement {
  const t = useT();
  return (
    <div className={classes['blockers']} data-testid="blockers">
      {state.blockers.length === 0 ? null : (
        <span className={classes['blocker']} title={state.blockers.map((blocker) => t(blocker)).join('\n')}>
          <IconAlertTriangle size={20} aria-hidden="true" />
          {state.blockers.map((blocker) => t(blocker)).join(' ')}
        </span>
      )}
    </div>
  );
}

/** One open document: the verdict and what comes next, its lines, the line in hand, the last scans, and what can be done. */
export function DocumentScreen({ state, session }: { state: ReceivingState; session: Session }): ReactElement {
  const t = useT();
  const format = useFormat();
  const [opened, setOpened] = useState<Opened>(null);
  const [line, choose] = useChosenLine(state);
  const { call: chooseLine } = useCall('receiving.choose_line');
  const { call: undo, busy: undoing } = useCall('receiving.undo');
  const onHand = useOnHandTitle();
  const columns = useMemo(() => lineColumns(t, format, onHand), [t, format, onHand]);
  const close = (): void => setOpened(null);
  const current = state.lines.find(({ line_id }) => line_id === state.current_line_id) ?? null;
  return (
    <div className={classes['page']}>
      <div className={classes['main']}>
        <FeedbackBanner
          idle={t('receivebridge.document.idle', { number: session.number })}
          idleHint={t('receivebridge.document.idle-hint')}
        />
        <PromptBar aside={<ScanField />}>{t(nextStep(state))}</PromptBar>
        <Panel
          fill
          flush
          title={t('receivebridge.document.title', {
            kind: t(`receivebridge.kind.${session.document_kind}`),
            number: session.number,
            party: session.party,
          })}
          aside={
            <Tag tone="accent">
              {t('receivebridge.document.counted', {
                units: format.count(session.units_counted),
                serials: format.count(session.serials_counted),
              })}
            </Tag>
          }
        >
          <DataTable
            main
            label={t('receivebridge.lines')}
            rows={state.lines}
            columns={columns}
            rowKey={({ line_id }) => line_id}
            selected={line?.line_id ?? null}
            onSelect={choose}
            onOpen={(row) => void chooseLine({ line_id: row.line_id })}
            tone={(row) => (row.serials_missing > 0 ? 'caution' : isFull(row) ? 'good' : undefined)}
            rowHeight={52}
            empty={<EmptyState title={t('receivebridge.lines.none')} />}
          />
          <Blockers state={state} />
        </Panel>
      </div>
      <aside className={classes['side']}>
        <LineCard line={line} />
        <LastScans scans={state.last_scans} canUndo={state.can_undo} busy={undoing} onUndo={() => void undo({})} />
      </aside>
      <ActionBar
        state={state}
        binCode={session.bin_code}
        hasLine={line !== null}
        wantsSerials={line !== null && wantsSerials(line)}
        onOpen={setOpened}
      />
      <MarkReceivedDialog line={line} opened={opened === 'mark'} onClose={close} />
      <BulkEntryDialog line={line} opened={opened === 'bulk'} onClose={close} />
      <SerialsDialog
        opened={opened === 'serials'}
        lineId={current?.line_id ?? null}
        sku={current?.product.sku ?? null}
        version={session.serials_counted}
        onClose={close}
      />
      <BinDialog opened={opened === 'bin'} current={session.bin_id} onClose={close} />
      <DiscardDialog opened={opened === 'discard'} units={session.units_counted} onClose={close} />
    </div>
  );
}
