import type { z } from 'zod';
import type { PolicyLevel } from '../model/catalog-rows.ts';
import type { OptionRight } from '../rights/rights.ts';

/** The page, and the tab on it, where a key is shown: `receiving.*` and `packing.*` are the stations' Options windows, the rest is the console's. */
export const POLICY_GROUPS = [
  'receiving.general',
  'receiving.crossdock',
  'receiving.labels',
  'packing.scan-and-ship',
  'packing.weight',
  'packing.kits',
  'packing.documents',
  'shipping.general',
  'shipping.product',
  'serial.general',
  'serial.documents',
  'returns.general',
  'station.general',
  'station.admin',
] as const;
export type PolicyGroup = (typeof POLICY_GROUPS)[number];

/** What a number counts, for the field's label. Null: a switch, a choice or a text. */
export type PolicyUnit =
  'ms' | 'minutes' | 'days' | 'percent' | 'g' | 'cents' | 'characters' | 'copies' | 'tries' | 'batteries';

/**
 * One option, declared once: windows, settings pages, API schema and resources/docs/OPTIONS.md are made from it.
 * No schema takes null, because null in a change means "take the value back".
 */
export interface PolicyDeclaration<S extends z.ZodType = z.ZodType> {
  readonly schema: S;
  readonly default: z.output<S>;
  readonly unit: PolicyUnit | null;
  /** Where a value may stand. Effective is the most specific: product, vendor, station, warehouse, tenant, default. */
  readonly levels: readonly PolicyLevel[];
  /** The right that it takes to change it. */
  readonly who: OptionRight;
  readonly group: PolicyGroup;
  /** Whether the help page of the system that this one replaces describes the option, only names it, or we added it. */
  readonly source: 'described' | 'named' | 'ours';
  /** One sentence: what is different when it is on, or higher. */
  readonly meaning: string;
  /** False: nothing acts on it yet, so it is not shown and can't be changed. */
  readonly built: boolean;
}

/** The levels of a warehouse's own organisation, least specific first. */
const OWN_LEVELS = ['tenant', 'warehouse', 'station'] as const satisfies readonly PolicyLevel[];

type Rest = Pick<PolicyDeclaration, 'group' | 'source' | 'meaning' | 'built'> &
  Partial<Pick<PolicyDeclaration, 'levels' | 'who'>>;

/** What nearly every key of a station has: any of its own levels may set it, a supervisor changes it. */
export function option<S extends z.ZodType>(
  schema: S,
  value: z.output<S>,
  unit: PolicyUnit | null,
  { levels = OWN_LEVELS, who = 'options.change', ...rest }: Rest,
): PolicyDeclaration<S> {
  return { schema, default: value, unit, levels, who, ...rest };
}
