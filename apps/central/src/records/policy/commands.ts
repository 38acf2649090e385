import type { PolicyLevel } from '@serialbridge/core/model';
import { checkPolicyChange } from '@serialbridge/core/policy';
import { CENTRAL_API } from '@serialbridge/protocol/central';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { fault, Refusal } from '../../refusal.ts';
import { command, refuseFaults, type RecordReader } from '../command.ts';
import { POLICY_QUERIES, readPolicy } from './queries.ts';

/** The record that a level's id must be of this tenant; the tenant itself has none. */
const isKnown = async (tx: RecordReader, level: PolicyLevel, id: string): Promise<boolean> =>
  level === 'tenant' || (await tx.row(level, id)) !== undefined;

const changePolicy: ServedCall = serve(CENTRAL_API['policy.change'], async ({ central, who, body }) => {
  const faults = checkPolicyChange(body.changes, who.rights);
  const first = faults[0];
  if (first)
    throw new Refusal(first.code, {
      errors: faults.map((one) => ({ ...one, params: { ...one.params } })),
      detail: faults.map((one) => one.message).join(' '),
    });
  await command(central, who, async (tx) => {
    const unknown = [];
    for (const [at, { level, level_id }] of body.changes.entries())
      if (!(await isKnown(tx, level, level_id)))
        unknown.push(fault('record.unknown', `There is no such ${level}.`, `changes.${at}.level_id`));
    refuseFaults(unknown);
    tx.record({ type: 'policy-changed', body });
  });
  return readPolicy(central, who);
});

export const POLICY_CALLS = { ...POLICY_QUERIES, 'policy.change': changePolicy };
