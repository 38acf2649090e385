import { Button } from '@mantine/core';
import type { UnitDetail } from '@serialbridge/protocol/central';
import { Panel, CodeText } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import { IconPrinter } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { Link } from 'wouter';
import { useRead } from '../../api/use-read.ts';
import { ADDRESS } from '../../components/addresses.ts';
import { ExportMenu } from '../../components/export-menu.tsx';
import { Facts } from '../../components/facts.tsx';
import { Page } from '../../components/page.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Stamp } from '../../components/stamp.tsx';
import { CodeLink, StatusTag, UnitFlags, UnitStateTag } from '../../components/tags.tsx';
import { Timeline } from './timeline.tsx';
import classes from './unit-page.module.css';

/** Where a unit is, and everything that ever happened to it, for whoever must prove it. */
export function UnitPage({ unit_id }: { unit_id: string }): ReactElement {
  const t = useT();
  const read = useRead(['units.get', unit_id], (central) => central.call('units.get', { params: { unit_id } }));
  return (
    <Loaded read={read} title={t('console.page.units')}>
      {(detail) => <UnitView detail={detail} />}
    </Loaded>
  );
}

function UnitView({ detail }: { detail: UnitDetail }): ReactElement {
  const t = useT();
  const [newestFirst, setNewestFirst] = useState(false);
  const [opened] = useState(() => new Date().toISOString());
  const { unit, history } = detail;
  return (
    <Page
      title={unit.serial_raw}
      code
      scroll
      back={{ href: ADDRESS.units, label: t('console.page.units') }}
      tags={
        <>
          <UnitStateTag state={unit.state} /> <UnitFlags unit={unit} />
        </>
      }
      actions={
        <>
          <ExportMenu call="exports.unit_history" query={{}} unit_id={unit.unit_id} />
          <Button
            variant="default"
            leftSection={<IconPrinter size={16} />}
            onClick={() => window.print()}
            data-testid="print"
          >
            {t('console.print')}
          </Button>
        </>
      }
      testId="unit-page"
    >
      <Explained detail={detail} />
      <Panel title={t('console.unit.now')}>
        <UnitNow detail={detail} />
      </Panel>
      {detail.identifiers.length === 0 && detail.cases.length === 0 ? null : <OtherNames detail={detail} />}
      <Panel
        title={t('console.unit.history', { count: history.length })}
        aside={
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => setNewestFirst(!newestFirst)}
            data-testid="history-order"
          >
            {t(newestFirst ? 'console.unit.newest-first' : 'console.unit.oldest-first')}
          </Button>
        }
      >
        <Timeline history={history} newestFirst={newestFirst} />
      </Panel>
      <p className={classes['printed']}>{t('console.unit.printed', { id: unit.unit_id, time: opened })}</p>
    </Page>
  );
}

/** What the flags mean for whoever holds the unit in the hand. */
function Explained({ detail: { unit, cases } }: { detail: UnitDetail }): ReactElement | null {
  const t = useT();
  const open = cases.find((one) => one.state === 'open');
  const said = (['disputed', 'provisional', 'forked'] as const).filter((flag) => unit[flag]);
  if (said.length === 0) return null;
  return (
    <div className={classes['warning']} role="note" data-testid="unit-warning">
      {said.map((flag) => (
        <p key={flag}>{t(`console.flag.${flag}-meaning`)}</p>
      ))}
      {open === undefined ? null : <Link href={ADDRESS.case(open.case_id)}>{t('console.unit.open-case')}</Link>}
    </div>
  );
}

function UnitNow({ detail: { unit } }: { detail: UnitDetail }): ReactElement {
  const t = useT();
  const location = [unit.warehouse_code, unit.bin_code].filter((part) => part !== null).join(' / ');
  return (
    <Facts
      items={[
        [
          t('console.unit.product'),
          <>
            <CodeLink href={ADDRESS.product(unit.product_id)}>{unit.sku}</CodeLink> {unit.product_name}
          </>,
        ],
        [t('console.unit.location'), location === '' ? t(`console.location.${unit.state}`) : location],
        [t('console.unit.condition'), t(`console.condition.${unit.condition}`)],
        [
          t('console.unit.po'),
          unit.purchase_order_id === null ? null : (
            <CodeLink key="po" href={ADDRESS.purchase_order(unit.purchase_order_id)}>
              {unit.po_number ?? '?'}
            </CodeLink>
          ),
        ],
        [
          t('console.unit.order'),
          unit.order_id === null ? null : (
            <CodeLink key="order" href={ADDRESS.order(unit.order_id)}>
              {unit.order_number ?? '?'}
            </CodeLink>
          ),
        ],
        [
          t('console.unit.rma'),
          unit.rma_id === null ? null : (
            <CodeLink key="rma" href={ADDRESS.rma(unit.rma_id)}>
              {unit.rma_number ?? '?'}
            </CodeLink>
          ),
        ],
        [t('console.unit.received'), <Stamp key="received" at={unit.received_at} />],
        [t('console.unit.updated'), <Stamp key="updated" at={unit.updated_at} />],
        [t('console.unit.lot'), unit.lot],
        [t('console.unit.expiry'), unit.expiry],
      ]}
    />
  );
}

function OtherNames({ detail }: { detail: UnitDetail }): ReactElement {
  const t = useT();
  return (
    <Panel title={t('console.unit.names-and-cases')}>
      <ul className={classes['list']}>
        {detail.identifiers.map((one) => (
          <li key={one.unit_identifier_id}>
            {t(`console.identifier.${one.kind}`)} <CodeText value={one.value_raw} size="sm" />
            {one.held_until === null ? null : (
              <>
                {' '}
                {t('console.unit.held-until')} <Stamp at={one.held_until} />
              </>
            )}
          </li>
        ))}
        {detail.cases.map((one) => (
          <li key={one.case_id}>
            <Link href={ADDRESS.case(one.case_id)}>{t(one.rule)}</Link> <StatusTag status={one.state} />{' '}
            <Stamp at={one.opened_at} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
