import { Select, Switch, TextInput } from '@mantine/core';
import { CSV_CALLS, type CsvCall } from '@serialbridge/protocol/central';
import { Panel } from '@serialbridge/ui/components';
import { instantOfDay, useT } from '@serialbridge/ui/i18n';
import { IconDownload } from '@tabler/icons-react';
import { useState, type ReactElement, type ReactNode } from 'react';
import { useCentral } from '../../api/central-context.tsx';
import { Page } from '../../components/page.tsx';
import { useStateOptions, useWarehouseOptions, useWords } from '../../components/use-options.ts';
import recordClasses from '../../components/record-page.module.css';
import classes from './import-page.module.css';

/** Files for others: everything that was read stays text, leading zeros and all. */
export function ExportPage(): ReactElement {
  const t = useT();
  const [excel, setExcel] = useState(true);
  const [state, setState] = useState<string | null>(null);
  const [warehouse_id, setWarehouse] = useState<string | null>(null);
  const [in_stock, setInStock] = useState(false);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [arrived, setArrived] = useState<string | null>(null);
  const [caseState, setCaseState] = useState<string | null>(null);
  const states = useStateOptions();
  const warehouses = useWarehouseOptions();
  const caseStates = useWords(['open', 'resolved'], 'console.status');
  const only = (query: Readonly<Record<string, string | number | boolean | null | undefined>>): object =>
    Object.fromEntries(Object.entries({ ...query, excel }).filter(([, value]) => value));
  return (
    <Page title={t('console.page.export')} scroll testId="export-page">
      <Switch
        label={t('console.export.excel-switch')}
        description={t('console.export.excel-meaning')}
        checked={excel}
        onChange={(event) => setExcel(event.currentTarget.checked)}
      />
      <div className={recordClasses['columns']}>
        <Card id="units" call="exports.units" query={only({ state, warehouse_id, in_stock })}>
          <Select label={t('console.unit.state')} data={[...states]} value={state} onChange={setState} clearable />
          <Select
            label={t('console.unit.warehouse')}
            data={[...warehouses]}
            value={warehouse_id}
            onChange={setWarehouse}
            clearable
          />
          <Switch
            label={t('console.unit.in-stock-only')}
            checked={in_stock}
            onChange={(event) => setInStock(event.currentTarget.checked)}
          />
        </Card>
        <Card
          id="arrivals"
          call="exports.arrivals"
          query={only({ from: instantOfDay(from, 'from'), to: instantOfDay(to, 'to'), warehouse_id: arrived })}
        >
          <TextInput
            type="date"
            label={t('console.session.from')}
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label={t('console.session.to')}
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
          <Select
            label={t('console.unit.warehouse')}
            data={[...warehouses]}
            value={arrived}
            onChange={setArrived}
            clearable
          />
        </Card>
        <Card id="cases" call="exports.cases" query={only({ state: caseState })}>
          <Select
            label={t('console.case.state')}
            data={[...caseStates]}
            value={caseState}
            onChange={setCaseState}
            clearable
          />
        </Card>
      </div>
      <p className={classes['hint']}>{t('console.export.history-hint')}</p>
    </Page>
  );
}

interface CardProps {
  readonly id: string;
  readonly call: Extract<CsvCall, `exports.${string}`>;
  readonly query: object;
  readonly children: ReactNode;
}
function Card({ id, call, query, children }: CardProps): ReactElement {
  const t = useT();
  const central = useCentral();
  return (
    <Panel title={t(`console.export.${id}`)}>
      <div className={classes['result']}>
        <p className={classes['hint']}>{t(`console.export.${id}-meaning`)}</p>
        {children}
        <a href={central.downloadUrl(CSV_CALLS[call].path, query)} download data-testid={`export-${id}`}>
          <IconDownload size={15} /> {t('console.export.download')}
        </a>
      </div>
    </Panel>
  );
}
