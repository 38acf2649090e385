import type { z } from 'zod';
import type { PolicyLevel, Role } from '../model/catalog-rows.ts';

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
 * One option, declared once: windows, settings pages, API schema and docs are made from it (OPTIONS.md).
 * No schema takes null, because null in a change means "take the value back".
 */
export interface PolicyDeclaration<S extends z.ZodType = z.ZodType> {
  readonly schema: S;
  readonly default: z.output<S>;
  readonly unit: PolicyUnit | null;
  /** Where a value may stand. Effective is the most specific: product, vendor, station, warehouse, tenant, default. */
  readonly levels: readonly PolicyLevel[];
  /** The least role that may change it. */
  readonly who: Role;
  readonly group: PolicyGroup;
  /** One sentence: what is different when it is on, or higher. */
  readonly meaning: string;
  /** False: nothing acts on it yet, so it is not shown and can't be changed. */
  readonly built: boolean;
}

/** The three places of a warehouse's own organisation, least specific first. */
export const PLACES = ['tenant', 'warehouse', 'station'] as const satisfies readonly PolicyLevel[];

/** Ties a default to its schema's type while keeping the schema's exact type. */
export function declareKey<S extends z.ZodType>(declaration: PolicyDeclaration<S>): PolicyDeclaration<S> {
  return declaration;
}

type Rest = Pick<PolicyDeclaration, 'group' | 'meaning' | 'built'> & Partial<Pick<PolicyDeclaration, 'levels' | 'who'>>;

/** What nearly every key of a station has: any place may set it, a supervisor may change it. */
export function placed<S extends z.ZodType>(
  schema: S,
  value: z.output<S>,
  unit: PolicyUnit | null,
  { levels = PLACES, who = 'supervisor', ...rest }: Rest,
): PolicyDeclaration<S> {
  return declareKey({ schema, default: value, unit, levels, who, ...rest });
}
