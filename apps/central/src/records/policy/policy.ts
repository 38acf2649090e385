import { z } from 'zod';
import { checkPolicyChange, describePolicy } from '@serialbridge/core/policy';
import type { Role } from '@serialbridge/core/model';
import { CENTRAL_API, type PolicyView } from '@serialbridge/protocol/central';
import { mayAct } from '../../auth/roles.ts';
import { fault, Refusal } from '../../refusal.ts';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import type { ReadTx } from '../../storage/index.ts';
import { withoutTenant } from '../documents.ts';
import { recordDrafts } from '../record.ts';

type Db = ReadTx['db'];

async function readPolicy(db: Db, tenant_id: string, role: Role): Promise<PolicyView> {
  const rows = await db
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
      may_change: mayAct(role, who),
    }));
  // A value taken back is kept as null, for its version.
  const values = rows.filter((row) => row.value !== null).map(withoutTenant);
  return { policy_version, keys, values };
}

const getPolicy: ServedCall = serve(CENTRAL_API['policy.get'], ({ central, who }) =>
  readPolicy(central.store.db, who.tenant_id, who.role),
);

const exists = async (query: { executeTakeFirst(): Promise<unknown> }): Promise<boolean> =>
  (await query.executeTakeFirst()) !== undefined;

/** The record that a level's id must be of this tenant. */
async function knownPlace(db: Db, tenant_id: string, level: string, id: string): Promise<boolean> {
  switch (level) {
    case 'warehouse':
      return exists(
        db
          .selectFrom('warehouse')
          .select('warehouse_id')
          .where('tenant_id', '=', tenant_id)
          .where('warehouse_id', '=', id),
      );
    case 'station':
      return exists(
        db.selectFrom('station').select('station_id').where('tenant_id', '=', tenant_id).where('station_id', '=', id),
      );
    case 'vendor':
      return exists(
        db.selectFrom('vendor').select('vendor_id').where('tenant_id', '=', tenant_id).where('vendor_id', '=', id),
      );
    case 'product':
      return exists(
        db.selectFrom('product').select('product_id').where('tenant_id', '=', tenant_id).where('product_id', '=', id),
      );
    default:
      return true;
  }
}

const changePolicy: ServedCall = serve(CENTRAL_API['policy.change'], async ({ central, who, body }) => {
  const faults = checkPolicyChange(body.changes, who.role);
  const first = faults[0];
  if (first)
    throw new Refusal(first.code, {
      errors: faults.map((one) => ({ ...one, params: { ...one.params } })),
      detail: faults.map((one) => one.message).join(' '),
    });
  const unknown = [];
  for (const [at, { level, level_id }] of body.changes.entries()) {
    if (!(await knownPlace(central.store.db, who.tenant_id, level, level_id)))
      unknown.push(fault('record.unknown', `There is no such ${level}.`, `changes.${at}.level_id`));
  }
  if (unknown.length > 0) throw new Refusal('record.unknown', { errors: unknown });
  await recordDrafts(central, who, [{ type: 'policy-changed', body }]);
  return readPolicy(central.store.db, who.tenant_id, who.role);
});

export const POLICY_CALLS = { 'policy.get': getPolicy, 'policy.change': changePolicy };
