import {
  POLICY_KEYS,
  describePolicy,
  type EffectivePolicy,
  type PolicyControl,
  type PolicyGroup,
  type PolicyKey,
} from '@serialbridge/core/policy';
import type { Right } from '@serialbridge/core/rights';
import type { OptionRow } from '@serialbridge/protocol/station';
import type { App } from '../contract/host-context.ts';

const OWN_GROUPS: Readonly<Record<App, string>> = { receivebridge: 'receiving.', shipbridge: 'packing.' };
const TYPES: Readonly<Record<PolicyControl, OptionRow['type']>> = {
  switch: 'boolean',
  choice: 'choice',
  integer: 'integer',
  number: 'number',
  text: 'text',
};

/** True for options that this app's window shows: its own, the station's, and those of serials and shipping that act here too. */
function isShown(app: App, group: PolicyGroup): boolean {
  if (group.startsWith(OWN_GROUPS[app]) || group.startsWith('station.') || group.startsWith('serial.')) return true;
  return app === 'shipbridge' ? group.startsWith('shipping.') : group.startsWith('returns.');
}

/** Everything that is built and acts in this app. */
export function shownKeys(app: App): readonly PolicyKey[] {
  return describePolicy().flatMap(({ key, group, built }) => (built && isShown(app, group) ? [key] : []));
}

/** The Options window, made from the declaration. */
export function optionRows(app: App, policy: EffectivePolicy, rights: ReadonlySet<Right>): OptionRow[] {
  return describePolicy()
    .filter(({ group, built }) => built && isShown(app, group))
    .map(({ key, group, meaning, type, options, unit, levels, who }) => ({
      key,
      group,
      meaning,
      type: isIdList(key) ? 'ids' : TYPES[type],
      choices: type === 'choice' ? [...options] : null,
      unit,
      // Every declared schema takes JSON values only.
      value: policy.get(key) as OptionRow['value'],
      source: policy.source(key),
      levels: [...levels],
      may_change: rights.has(who),
    }));
}

function isIdList(key: PolicyKey): boolean {
  return Array.isArray(POLICY_KEYS[key].default);
}
