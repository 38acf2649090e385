import { SegmentedControl, Select } from '@mantine/core';
import { POLICY_LEVELS, PolicyLevel } from '@serialbridge/core/model';
import type { StationListRow } from '@serialbridge/protocol/central';
import { useT } from '@serialbridge/ui/i18n';
import { useEffect, type ReactElement } from 'react';
import { useRead } from '../../api/use-read.ts';
import type { Option } from '../../components/filters.ts';
import { useVendorOptions, useWarehouseOptions } from '../../components/use-options.ts';
import type { ChosenLevel } from './policy-level.ts';

interface LevelPickerProps {
  readonly at: ChosenLevel;
  readonly stations: readonly StationListRow[];
  readonly levels: ReadonlySet<string>;
  readonly onChange: (at: ChosenLevel) => void;
}

/** Whose options: the whole company's, or those of one warehouse, station, vendor or product. */
export function LevelPicker({ at, stations, levels, onChange }: LevelPickerProps): ReactElement {
  const t = useT();
  const warehouses = useWarehouseOptions();
  const vendors = useVendorOptions();
  const products = useRead(
    ['products', 'options'],
    (central) => central.call('products.list', { query: { limit: 500 } }),
    {
      enabled: levels.has('product'),
    },
  );
  const options: Readonly<Record<PolicyLevel, readonly Option[]>> = {
    tenant: [],
    warehouse: warehouses,
    station: stations.map((row) => ({ value: row.station_id, label: `${row.name} · ${row.warehouse_code}` })),
    vendor: vendors,
    product: (products.data?.rows ?? []).map((row) => ({ value: row.product_id, label: `${row.sku} · ${row.name}` })),
  };
  const first = options[at.level][0]?.value;
  const unset = at.level !== 'tenant' && at.level_id === '';
  // The level was chosen before its warehouses, stations or vendors had been read.
  useEffect(() => {
    if (unset && first !== undefined) onChange({ level: at.level, level_id: first });
    // Only a choice that came late is filled in.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [unset, first]);
  return (
    <>
      <SegmentedControl
        value={at.level}
        onChange={(value) => {
          const level = PolicyLevel.parse(value);
          onChange({ level, level_id: level === 'tenant' ? '' : (options[level][0]?.value ?? '') });
        }}
        data={POLICY_LEVELS.filter((level) => levels.has(level)).map((value) => ({
          value,
          label: t(`console.level.${value}`),
        }))}
        data-testid="policy-level"
      />
      {at.level === 'tenant' ? null : (
        <Select
          aria-label={t(`console.level.${at.level}`)}
          w="20rem"
          data={[...options[at.level]]}
          value={at.level_id}
          onChange={(level_id) => onChange({ level: at.level, level_id: level_id ?? '' })}
          searchable
          allowDeselect={false}
          data-testid="policy-level-id"
        />
      )}
    </>
  );
}
