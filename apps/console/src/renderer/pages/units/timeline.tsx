import type { UnitHistoryEntry } from '@serialbridge/protocol/central';
import { CodeText, Tag } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import { IconArrowNarrowRight } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { ADDRESS } from '../../components/addresses.ts';
import { Stamp } from '../../components/stamp.tsx';
import { DocumentText, UnitStateTag } from '../../components/tags.tsx';
import { WrongClock } from '../../components/wrong-clock.tsx';
import { detailWords } from './detail-words.ts';
import classes from './timeline.module.css';

/** Arrived at central this much later than it happened: the station was offline, and whoever reads must know. */
const LATE_MS = 120_000;
/** A station's clock this far off is said. */
const OFF_MS = 2000;

/** A unit's whole life in the ledger's order. */
export function Timeline({
  history,
  newestFirst,
}: {
  history: readonly UnitHistoryEntry[];
  newestFirst: boolean;
}): ReactElement {
  const t = useT();
  if (history.length === 0) return <p>{t('console.unit.no-history')}</p>;
  const shown = newestFirst ? history.toReversed() : history;
  return (
    <ol className={classes['timeline']} reversed={newestFirst} data-testid="history">
      {shown.map((entry) => (
        <Item key={entry.event_id} entry={entry} />
      ))}
    </ol>
  );
}

function toneOf(entry: UnitHistoryEntry): 'bad' | 'caution' | undefined {
  if (entry.case_ids.length > 0 || entry.outcome === 'held') return 'bad';
  return entry.details.some(({ name }) => name === 'override_rules' || name === 'warnings') ? 'caution' : undefined;
}

function Item({ entry }: { entry: UnitHistoryEntry }): ReactElement {
  const t = useT();
  return (
    <li
      className={classes['item']}
      data-testid="history-item"
      data-type={entry.type}
      data-outcome={entry.outcome}
      data-tone={toneOf(entry)}
    >
      <Times entry={entry} />
      <div className={classes['rail']}>
        <span className={classes['dot']} />
      </div>
      <div className={classes['body']}>
        <div className={classes['head']}>
          <span className={classes['title']} title={entry.type}>
            {t(`event.${entry.type}`)}
          </span>
          <StateChange entry={entry} />
          {entry.outcome === 'held' ? <Tag tone="bad">{t('console.outcome.held')}</Tag> : null}
          {entry.case_ids.map((case_id) => (
            <Link key={case_id} href={ADDRESS.case(case_id)} data-testid="history-case">
              <Tag tone="bad">{t('console.history.case')}</Tag>
            </Link>
          ))}
        </div>
        <div className={classes['line']}>
          <span>
            <span className={classes['name']}>{t('console.history.by')}</span>{' '}
            {entry.operator?.name ?? t('console.history.nobody')}
          </span>
          <span>
            <span className={classes['name']}>{t('console.history.at')}</span>{' '}
            {entry.station.name ?? t('console.history.central')}
          </span>
          {entry.approved_by === null ? null : (
            <span>
              <span className={classes['name']}>{t('console.history.approved-by')}</span>{' '}
              {entry.approved_by.name ?? entry.approved_by.id}
            </span>
          )}
          <LocationChange entry={entry} />
          {entry.documents.map((link) => (
            <DocumentText key={`${link.kind}-${link.id}`} link={link} />
          ))}
        </div>
        <Details entry={entry} />
      </div>
    </li>
  );
}

function Times({ entry }: { entry: UnitHistoryEntry }): ReactElement {
  const t = useT();
  const format = useFormat();
  const { captured_at, captured_at_central, received_at, clock_offset_ms, clock_wrong } = entry;
  const late = received_at - captured_at_central;
  const off = Math.abs(captured_at_central - captured_at) >= OFF_MS;
  return (
    <div className={classes['times']}>
      <Stamp at={captured_at} />
      {off ? (
        <span className={classes['small']} title={t('console.history.central-clock-meaning')}>
          {t('console.history.central-clock')} <Stamp at={captured_at_central} />
        </span>
      ) : null}
      {clock_wrong ? <WrongClock /> : null}
      {clock_offset_ms === null ? <span className={classes['small']}>{t('console.history.clock-unknown')}</span> : null}
      <span
        className={`${classes['small']} ${late >= LATE_MS ? classes['late'] : ''}`}
        title={new Date(received_at).toISOString()}
      >
        {late >= LATE_MS
          ? t('console.history.arrived-late', { age: format.age(late) })
          : t('console.history.arrived-at-once')}
      </span>
    </div>
  );
}

function StateChange({ entry: { state_before, state_after } }: { entry: UnitHistoryEntry }): ReactElement | null {
  if (state_after === null || state_before === state_after) return null;
  return (
    <span className={classes['change']}>
      {state_before === null ? null : (
        <>
          <UnitStateTag state={state_before} />
          <IconArrowNarrowRight size={16} />
        </>
      )}
      <UnitStateTag state={state_after} />
    </span>
  );
}

function LocationChange({
  entry: { warehouse_before, warehouse_after },
}: {
  entry: UnitHistoryEntry;
}): ReactElement | null {
  const t = useT();
  if (warehouse_before?.id === warehouse_after?.id) return null;
  return (
    <span className={classes['change']}>
      <span className={classes['name']}>{t('console.history.location')}</span>
      {warehouse_before === null ? null : (
        <>
          {warehouse_before.name ?? '?'} <IconArrowNarrowRight size={16} />
        </>
      )}
      {warehouse_after === null ? t('console.history.away') : (warehouse_after.name ?? '?')}
    </span>
  );
}

function Details({ entry }: { entry: UnitHistoryEntry }): ReactElement | null {
  const t = useT();
  if (entry.details.length === 0) return null;
  return (
    <div className={classes['line']}>
      {entry.details.map((detail) => {
        const { label, text, code } = detailWords(t, detail);
        return (
          <span key={detail.name}>
            <span className={classes['name']}>{label}</span> {code ? <CodeText value={text} size="sm" /> : text}
          </span>
        );
      })}
    </div>
  );
}
