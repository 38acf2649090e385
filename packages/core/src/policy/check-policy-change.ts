import type { PolicyLevel } from '../model/catalog-rows.ts';
import { Id } from '../model/scalars.ts';
import { type Right, RIGHTS } from '../rights/rights.ts';
import { isPolicyKey, POLICY_KEYS, type PolicyKey } from './policy-keys.ts';

/** One entry of a `policy-changed` event; null takes the value back. */
export interface PolicyChange {
  readonly level: PolicyLevel;
  readonly level_id: string;
  readonly key: string;
  readonly value: unknown;
}

/** The shape of the protocol's Fault. */
export interface PolicyFault {
  readonly code: 'policy.unknown-key' | 'policy.wrong-value' | 'policy.wrong-level' | 'auth.forbidden';
  readonly message: string;
  /** `changes.0`, `changes.0.value` … */
  readonly where: string;
  readonly params: Readonly<Record<string, string | number | boolean | null>>;
}

/** Every fault of every change at once; empty: the changes may be recorded as they are. */
export function checkPolicyChange(
  changes: readonly PolicyChange[],
  rights: ReadonlySet<Right>,
): readonly PolicyFault[] {
  return changes.flatMap((change, index) => {
    const where = `changes.${index}`;
    if (isPolicyKey(change.key) && POLICY_KEYS[change.key].built) return faultsOf(change, change.key, where, rights);
    const message = isPolicyKey(change.key)
      ? `The option ${change.key} does nothing yet and cannot be set.`
      : `There is no option named ${change.key.slice(0, 100)}.`;
    return [{ code: 'policy.unknown-key', message, where: `${where}.key`, params: { key: change.key.slice(0, 100) } }];
  });
}

function faultsOf(
  change: PolicyChange,
  key: PolicyKey,
  where: string,
  rights: ReadonlySet<Right>,
): readonly PolicyFault[] {
  const { levels, schema, who } = POLICY_KEYS[key];
  const faults: PolicyFault[] = [];
  if (!rights.has(who)) {
    faults.push({
      code: 'auth.forbidden',
      message: `Changing ${key} needs the right "${RIGHTS[who].meaning.replace(/\.$/u, '')}"; your role lacks it.`,
      where,
      params: { key, needed: who },
    });
  }
  const params = { key, level: change.level, levels: levels.join(', ') };
  if (!levels.includes(change.level)) {
    faults.push({
      code: 'policy.wrong-level',
      message: `${key} can be set at: ${params.levels}.`,
      where: `${where}.level`,
      params,
    });
  }
  if (change.level === 'tenant' ? change.level_id !== '' : !Id.safeParse(change.level_id).success) {
    const message =
      change.level === 'tenant'
        ? 'A value for the tenant has no level_id.'
        : `level_id must be the id of a ${change.level}.`;
    faults.push({ code: 'policy.wrong-level', message, where: `${where}.level_id`, params });
  }
  const parsed = change.value === null ? null : schema.safeParse(change.value);
  if (parsed?.success === false) {
    const problem = parsed.error.issues.map((issue) => issue.message).join('; ');
    faults.push({
      code: 'policy.wrong-value',
      message: `${key}: ${problem}.`,
      where: `${where}.value`,
      params: { key, problem },
    });
  }
  return faults;
}
