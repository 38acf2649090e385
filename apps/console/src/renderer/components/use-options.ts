import { UNIT_STATES } from '@serialbridge/core/model';
import { useT } from '@serialbridge/ui/i18n';
import { useRead } from '../api/use-read.ts';
import type { Option } from './filters.ts';

export function useWarehouseOptions(): readonly Option[] {
  const list = useRead(['warehouses'], (central) => central.call('warehouses.list'));
  return (list.data?.rows ?? []).map((row) => ({ value: row.warehouse_id, label: `${row.code} · ${row.name}` }));
}

/** The first 500 vendors by name; more are found by the list's text filter. */
export function useVendorOptions(): readonly Option[] {
  const list = useRead(['vendors', 'options'], (central) => central.call('vendors.list', { query: { limit: 500 } }));
  return (list.data?.rows ?? []).map((row) => ({ value: row.vendor_id, label: row.name }));
}

export function useStateOptions(): readonly Option[] {
  const t = useT();
  return UNIT_STATES.map((value) => ({ value, label: t(`unit-state.${value}`) }));
}

/** Choices whose words are `<prefix>.<value>`. */
export function useWords(values: readonly string[], prefix: string): readonly Option[] {
  const t = useT();
  return values.map((value) => ({ value, label: t(`${prefix}.${value}`) }));
}
