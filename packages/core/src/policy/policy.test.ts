import { BUILT_IN_ROLES } from '../rights/rights.ts';
import { readFileSync } from 'node:fs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { PolicyValueRow } from '../model/catalog-rows.ts';
import { checkPolicyChange } from './check-policy-change.ts';
import { describePolicy } from './describe-policy.ts';
import { effectivePolicy } from './effective-policy.ts';
import { POLICY_GROUPS } from './declare-key.ts';
import { POLICY_KEY_NAMES, POLICY_KEYS } from './policy-keys.ts';

const id = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [WAREHOUSE, STATION, VENDOR] = [id(1), id(2), id(3)];
const at = { warehouse_id: WAREHOUSE, station_id: STATION, vendor_id: VENDOR };

function value(
  level: PolicyValueRow['level'],
  level_id: string,
  key: string,
  of: PolicyValueRow['value'],
): PolicyValueRow {
  return { level, level_id, key, value: of, policy_version: 1 };
}

describe('the declaration', () => {
  it('policy.wrong-value: every default fits its schema, and no schema takes null', () => {
    for (const key of POLICY_KEY_NAMES) {
      const { schema, default: value_, levels, meaning } = POLICY_KEYS[key];
      expect([key, schema.safeParse(value_).success, schema.safeParse(null).success]).toEqual([key, true, false]);
      expect([key, levels.length > 0, /^[A-Z].+\.$/u.test(meaning)]).toEqual([key, true, true]);
    }
  });

  it('policy.unknown-key: every key, group, unit and choice has its label, and no label is left over', () => {
    const labels: unknown = JSON.parse(
      readFileSync(new URL('../../../../resources/locales/en/policy.json', import.meta.url), 'utf8'),
    );
    const needed = describePolicy().flatMap(({ label_key, options, unit }) => [
      label_key,
      ...options.map((option) => `${label_key}=${option}`),
      ...(unit === null ? [] : [`unit.${unit}`]),
    ]);
    const sources = ['default', 'tenant', 'warehouse', 'station', 'vendor', 'product'].map(
      (source) => `source.${source}`,
    );
    const groups = POLICY_GROUPS.map((group) => `group.${group}`);
    expect(Object.keys(labels ?? {}).toSorted()).toEqual([...new Set([...needed, ...sources, ...groups])].toSorted());
  });

  it('policy.wrong-value: is described as plain data with a JSON schema', () => {
    const described = describePolicy();
    expect(structuredClone(described)).toEqual(described);
    const find = (key: string): unknown => described.find((description) => description.key === key);
    expect(find('packing.input_type')).toMatchObject({
      type: 'choice',
      options: ['scanner', 'keyboard'],
      default: 'scanner',
    });
    expect(find('serial.length_max')).toMatchObject({
      type: 'integer',
      min: 1,
      max: 200,
      unit: 'characters',
      json_schema: { type: 'integer' },
    });
    expect(find('receiving.over_receive_percent')).toMatchObject({ type: 'number', min: 0, max: 1000 });
    expect(find('receiving.validate_duplicates')).toMatchObject({
      type: 'switch',
      default: true,
      json_schema: { type: 'boolean' },
    });
  });
});

describe('the policy in force', () => {
  it('policy.wrong-level: the most specific value wins, and says where it comes from', () => {
    const values = [
      value('station', STATION, 'receiving.validate_duplicates', false),
      value('tenant', '', 'receiving.validate_duplicates', true),
      value('warehouse', id(9), 'receiving.require_unique_serial', false),
      value('tenant', '', 'serial.length_max', 20),
      value('vendor', VENDOR, 'receiving.skip_serial_prompt', true),
    ];
    const policy = effectivePolicy(values, at);
    expectTypeOf(policy.get('serial.length_max')).toEqualTypeOf<number>();
    expectTypeOf(policy.get('packing.input_type')).toEqualTypeOf<'scanner' | 'keyboard'>();
    expect([policy.get('receiving.validate_duplicates'), policy.source('receiving.validate_duplicates')]).toEqual([
      false,
      'station',
    ]);
    expect([policy.get('receiving.require_unique_serial'), policy.source('receiving.require_unique_serial')]).toEqual([
      true,
      'default',
    ]);
    expect([policy.get('serial.length_max'), policy.source('serial.length_max')]).toEqual([20, 'tenant']);
    expect([policy.get('receiving.skip_serial_prompt'), policy.source('receiving.skip_serial_prompt')]).toEqual([
      true,
      'vendor',
    ]);
    expect(effectivePolicy(values, { ...at, vendor_id: null }).get('receiving.skip_serial_prompt')).toBe(false);
    expect(effectivePolicy(values.toReversed(), at).source('receiving.validate_duplicates')).toBe('station');
  });

  it('policy.wrong-value: what is unknown, misplaced or unreadable is passed over', () => {
    const policy = effectivePolicy(
      [
        value('tenant', '', 'receiving.of_the_future', true),
        value('station', STATION, 'serial.length_max', 9),
        value('station', STATION, 'receiving.validate_duplicates', 'no'),
        value('tenant', '', 'receiving.validate_duplicates', false),
      ],
      at,
    );
    expect([policy.get('serial.length_max'), policy.source('serial.length_max')]).toEqual([64, 'default']);
    expect([policy.get('receiving.validate_duplicates'), policy.source('receiving.validate_duplicates')]).toEqual([
      false,
      'tenant',
    ]);
  });
});

describe('a change', () => {
  it('policy.unknown-key, policy.wrong-value, policy.wrong-level, auth.forbidden: all at once', () => {
    const faults = checkPolicyChange(
      [
        { level: 'tenant', level_id: '', key: 'no.such', value: 1 },
        { level: 'station', level_id: 'x', key: 'serial.length_max', value: 'long' },
        { level: 'tenant', level_id: '', key: 'packing.print_invoice', value: true },
      ],
      BUILT_IN_ROLES.supervisor,
    );
    expect(faults.map(({ code, where }) => [code, where])).toEqual([
      ['policy.unknown-key', 'changes.0.key'],
      ['auth.forbidden', 'changes.1'],
      ['policy.wrong-level', 'changes.1.level'],
      ['policy.wrong-level', 'changes.1.level_id'],
      ['policy.wrong-value', 'changes.1.value'],
      ['policy.unknown-key', 'changes.2.key'],
    ]);
  });

  it('auth.forbidden: the right that the option names is enough, and null takes a value back', () => {
    const change = [
      { level: 'station', level_id: STATION, key: 'receiving.validate_duplicates', value: null },
    ] as const;
    expect([
      checkPolicyChange(change, new Set(['options.change'])),
      checkPolicyChange(change, BUILT_IN_ROLES.admin),
    ]).toEqual([[], []]);
    expect(checkPolicyChange(change, BUILT_IN_ROLES.operator)).toMatchObject([{ code: 'auth.forbidden' }]);
  });
});
