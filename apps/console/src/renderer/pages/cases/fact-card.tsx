import type { CaseFactView } from '@serialbridge/protocol/central';
import { CodeText, Tag } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import type { ReactElement, ReactNode } from 'react';
import { ADDRESS } from '../../components/addresses.ts';
import { WrongClock } from '../../components/wrong-clock.tsx';
import { Stamp } from '../../components/stamp.tsx';
import { CodeLink, DocumentText } from '../../components/tags.tsx';
import { detailWords } from '../units/detail-words.ts';
import type { FactGroup } from './case-words.ts';
import classes from './case-page.module.css';

interface FactCardProps {
  readonly group: FactGroup;
  readonly letter: string;
  /** Open case: a radio to choose it. Resolved: undefined. */
  readonly onChoose?: (() => void) | undefined;
  readonly chosen: boolean;
  readonly lost: boolean;
}

const MOST_SERIALS = 8;

/** One of the facts: who, where, when and on what paper, in the same order as its rival beside it. */
export function FactCard({ group, letter, onChoose, chosen, lost }: FactCardProps): ReactElement {
  const t = useT();
  const [fact] = group.facts;
  const Box = onChoose === undefined ? 'div' : 'label';
  return (
    <Box
      className={classes['fact']}
      data-chosen={chosen || undefined}
      data-lost={lost || undefined}
      data-testid="case-fact"
      data-event-id={group.event_id}
    >
      <span className={classes['headline']}>
        {onChoose === undefined ? null : (
          <input
            type="radio"
            name="chosen-fact"
            checked={chosen}
            onChange={onChoose}
            aria-label={t('console.case.choose', { letter })}
            data-testid="case-choose"
          />
        )}
        <span>
          {letter}. {t(`event.${fact.type}`)}
        </span>
        {chosen && onChoose === undefined ? <Tag tone="good">{t('console.case.held-true')}</Tag> : null}
      </span>
      <dl className={classes['rows']}>
        <FactRow name={t('console.history.at')}>{fact.station.name ?? t('console.history.central')}</FactRow>
        <FactRow name={t('console.history.by')}>{fact.operator?.name ?? t('console.history.nobody')}</FactRow>
        <FactRow name={t('console.case.station-clock')}>
          <Stamp at={fact.captured_at} exact /> {fact.clock_wrong ? <WrongClock /> : null}
        </FactRow>
        <FactRow name={t('console.case.central-clock')}>
          <Stamp at={fact.captured_at_central} exact />
        </FactRow>
        <FactRow name={t('console.case.arrived')}>
          <Stamp at={fact.received_at} exact />
        </FactRow>
        <FactRow name={t('console.case.document')}>
          {fact.document === null ? '–' : <DocumentText link={fact.document} />}
        </FactRow>
        <FactRow name={t('console.unit.product')}>
          {fact.sku === null ? '–' : <CodeText value={fact.sku} size="sm" />} {fact.product_name}
        </FactRow>
        <FactRow name={t('console.unit.serial')}>
          <Serials facts={group.facts} />
        </FactRow>
        {fact.details
          .filter(({ name }) => name !== 'serial_raw')
          .map((detail) => {
            const { label, text, code } = detailWords(t, detail);
            return (
              <FactRow key={detail.name} name={label}>
                {code ? <CodeText value={text} size="sm" /> : text}
              </FactRow>
            );
          })}
      </dl>
    </Box>
  );
}

function FactRow({ name, children }: { name: string; children: ReactNode }): ReactElement {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Serials({ facts }: { facts: readonly CaseFactView[] }): ReactElement {
  const t = useT();
  const shown = facts.slice(0, MOST_SERIALS);
  return (
    <>
      {shown.map((fact) => (
        <div key={`${fact.unit_id}-${fact.serial_raw}`}>
          {fact.unit_id === null ? (
            <CodeText value={fact.serial_raw ?? '–'} size="sm" />
          ) : (
            <CodeLink href={ADDRESS.unit(fact.unit_id)}>{fact.serial_raw ?? fact.unit_id.slice(0, 8)}</CodeLink>
          )}
        </div>
      ))}
      {facts.length > MOST_SERIALS ? t('console.and-more', { count: facts.length - MOST_SERIALS }) : null}
    </>
  );
}
