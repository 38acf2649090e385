import type { PolicyLevel, PolicyValueRow } from '@serialbridge/core/model';
import type { PolicyLevelIds } from '@serialbridge/core/policy';
import type { StationListRow } from '@serialbridge/protocol/central';

/** The level whose options are looked at and set. */
export interface ChosenLevel {
  readonly level: PolicyLevel;
  /** '' for the tenant. */
  readonly level_id: string;
}

/** A station's options also come from its warehouse; vendors and products are asked for by themselves. */
export function levelsAt({ level, level_id }: ChosenLevel, stations: readonly StationListRow[]): PolicyLevelIds {
  const station = level === 'station' ? stations.find((row) => row.station_id === level_id) : undefined;
  return {
    warehouse_id: level === 'warehouse' ? level_id : (station?.warehouse_id ?? null),
    station_id: level === 'station' ? level_id : null,
    vendor_id: level === 'vendor' ? level_id : null,
    product_id: level === 'product' ? level_id : null,
  };
}

type Json = PolicyValueRow['value'];

/** Changes not saved yet, by key: a value to set here, or null to take the value here back. */
export type Draft = ReadonlyMap<string, Json>;

/** The values as they would be if the draft were saved. */
export function withDraft(
  values: readonly PolicyValueRow[],
  { level, level_id }: ChosenLevel,
  draft: Draft,
): PolicyValueRow[] {
  const others = values.filter((row) => !(row.level === level && row.level_id === level_id && draft.has(row.key)));
  const own = [...draft].flatMap(([key, value]) =>
    value === null ? [] : [{ level, level_id, key, value, policy_version: 0 }],
  );
  return [...others, ...own];
}

/** A value set here, or undefined. */
export function valueHere(values: readonly PolicyValueRow[], at: ChosenLevel, key: string): Json | undefined {
  return values.find((row) => row.key === key && row.level === at.level && row.level_id === at.level_id)?.value;
}
