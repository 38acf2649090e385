import { z } from 'zod';
import type { PolicyLevel } from '../model/catalog-rows.ts';
import type { OptionRight } from '../rights/rights.ts';
import type { PolicyGroup, PolicyUnit } from './declare-key.ts';
import { POLICY_KEY_NAMES, POLICY_KEYS, type PolicyKey } from './policy-keys.ts';

/** The control an option is shown with. */
export type PolicyControl = 'switch' | 'choice' | 'integer' | 'number' | 'text';

/** One option as plain data: the Options windows, the console's pages and the API's schema are made from this. */
export interface PolicyDescription {
  readonly key: PolicyKey;
  readonly group: PolicyGroup;
  /** Its name in resources/locales/*\/policy.json; a choice's options are `<label_key>=<option>`, a group's name `group.<group>`. */
  readonly label_key: string;
  readonly type: PolicyControl;
  /** The values of a choice; empty otherwise. */
  readonly options: readonly string[];
  readonly min: number | null;
  readonly max: number | null;
  readonly unit: PolicyUnit | null;
  readonly default: unknown;
  readonly levels: readonly PolicyLevel[];
  readonly who: OptionRight;
  readonly meaning: string;
  readonly built: boolean;
  readonly json_schema: Readonly<Record<string, unknown>>;
}

/** Every option, in the order of its declaration. Show those with `built`. */
export function describePolicy(): readonly PolicyDescription[] {
  return POLICY_KEY_NAMES.map((key) => {
    const { schema, unit, levels, who, group, meaning, built } = POLICY_KEYS[key];
    const number = schema instanceof z.ZodNumber ? schema : null;
    const { $schema: _, ...json_schema } = z.toJSONSchema(schema);
    return {
      key,
      group,
      label_key: key,
      type: controlOf(schema),
      options: schema instanceof z.ZodEnum ? schema.options : [],
      min: number?.minValue ?? null,
      max: number?.maxValue ?? null,
      unit,
      default: POLICY_KEYS[key].default,
      levels,
      who,
      meaning,
      built,
      json_schema,
    };
  });
}

function controlOf(schema: z.ZodType): PolicyControl {
  if (schema instanceof z.ZodBoolean) return 'switch';
  if (schema instanceof z.ZodEnum) return 'choice';
  if (schema instanceof z.ZodNumber)
    return schema.format === 'safeint' || schema.format === 'int32' ? 'integer' : 'number';
  return 'text';
}
