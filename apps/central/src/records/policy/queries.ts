import { z } from 'zod';
import { describePolicy } from '@serialbridge/core/policy';
import { CENTRAL_API, type PolicyView } from '@serialbridge/protocol/central';
import type { Central, SignedIn } from '../../auth/central.ts';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { withoutTenant } from '../../storage/index.ts';

export async function readPolicy({ store }: Central, { tenant_id, rights }: SignedIn): Promise<PolicyView> {
  const rows = await store.db
    .selectFrom('policy_value')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .orderBy('key')
    .execute();
  const policy_version = Math.max(0, ...rows.map((row) => row.policy_version));
  const keys = describePolicy()
    .filter(({ built }) => built)
    .map(({ key, group, label_key, meaning, type, options, min, max, unit, levels, who, default: value }) => ({
      key,
      group,
      label_key,
      meaning,
      type,
      options: [...options],
      min,
      max,
      unit,
      default: z.json().parse(value),
      levels: [...levels],
      who,
      may_change: rights.has(who),
    }));
  // A value taken back is kept as null, for its version.
  const values = rows.filter((row) => row.value !== null).map(withoutTenant);
  return { policy_version, keys, values };
}

const getPolicy: ServedCall = serve(CENTRAL_API['policy.get'], ({ central, who }) => readPolicy(central, who));

export const POLICY_QUERIES = { 'policy.get': getPolicy };
