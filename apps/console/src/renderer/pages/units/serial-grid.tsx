import { Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { UnitListRow } from '@serialbridge/protocol/central';
import { useT } from '@serialbridge/ui/i18n';
import { useMemo, useState, type ReactElement } from 'react';
import { usePages } from '../../api/use-pages.ts';
import { ADDRESS } from '../../components/addresses.ts';
import { ExportMenu } from '../../components/export-menu.tsx';
import filterClasses from '../../components/filter-bar.module.css';
import type { Option } from '../../components/filters.ts';
import { MatchingCount, PagedTable } from '../../components/paged-table.tsx';
import { useStateOptions } from '../../components/use-options.ts';
import { unitTone, useUnitColumns } from './unit-columns.tsx';

type DocumentFilter = {
  readonly purchase_order_id?: string;
  readonly order_id?: string;
  readonly rma_id?: string;
  readonly receiving_session_id?: string;
};

interface SerialGridProps {
  readonly filter: DocumentFilter;
  /** Receiving sessions to choose one of; none: no such filter. */
  readonly sessions?: readonly Option[];
}

/** The Simple Grid: all serials of a document in one flat list, filtered and virtualised, not grouped by receiving session. */
export function SerialGrid({ filter, sessions = [] }: SerialGridProps): ReactElement {
  const t = useT();
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed.trim(), 250);
  const [state, setState] = useState<string | null>(null);
  const [session, setSession] = useState<string | null>(null);
  const states = useStateOptions();
  const columns = useUnitColumns('serial', 'sku', 'product', 'state', 'warehouse', 'bin', 'order', 'received');
  const base = JSON.stringify(filter);
  const query = useMemo(
    () => ({
      ...(JSON.parse(base) as DocumentFilter),
      ...(text === '' ? {} : { text }),
      ...(state === null ? {} : { state }),
      ...(session === null ? {} : { receiving_session_id: session }),
    }),
    [base, text, state, session],
  );
  const key = useMemo(() => ['serial-grid', query], [query]);
  const pages = usePages<UnitListRow>(
    key,
    (central, page) => central.call('units.list', { query: { ...query, ...page } as object }),
    (row) => row.unit_id,
  );
  const label = { className: filterClasses['label'] ?? '' };
  return (
    <>
      <div className={filterClasses['bar']} style={{ background: 'none' }}>
        <TextInput
          label={t('console.unit.filter-text')}
          labelProps={label}
          w="14rem"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          spellCheck={false}
          data-testid="serial-grid-text"
        />
        <Select
          label={t('console.unit.state')}
          labelProps={label}
          w="10rem"
          data={[...states]}
          value={state}
          onChange={setState}
          clearable
        />
        {sessions.length === 0 ? null : (
          <Select
            label={t('console.session.one')}
            labelProps={label}
            w="18rem"
            data={[...sessions]}
            value={session}
            onChange={setSession}
            clearable
          />
        )}
        <ExportMenu call="exports.units" query={query} />
        <span className={filterClasses['count']}>
          <MatchingCount pages={pages} />
        </span>
      </div>
      <PagedTable
        pages={pages}
        columns={columns}
        rowKey={(row) => row.unit_id}
        href={(row) => ADDRESS.unit(row.unit_id)}
        tone={unitTone}
        label={t('console.po.serials')}
        testId="serial-grid"
        rowTestId="unit-row"
        empty={t('console.unit.none-here')}
      />
    </>
  );
}
