import { PLACE_FIELDS, type EventDeclaration, type NameRule } from '../../events/declare-event.ts';
import type { Row } from '../../model/entities.ts';
import { isPolicyKey, POLICY_KEYS } from '../../policy/policy-keys.ts';
import type { LedgerView } from '../view/ledger-view.ts';
import { rightsFault, type RightsFault } from './fault.ts';
import type { Judged } from './judged.ts';
import { checkOperator } from './check-people.ts';

type Station = Row<'station'>;
type Check = (view: LedgerView, station: Station, value: string) => RightsFault['code'] | null;

/** What an id in a body may name. A document that nobody knows is the fold's matter: the event waits for it. */
const CHECKS: Readonly<Record<Exclude<NameRule, 'own-options'>, Check>> = {
  'own-warehouse': (_view, station, id) => (id === station.warehouse_id ? null : 'rights.foreign-warehouse'),
  'any-warehouse': (view, _station, id) =>
    view.row('warehouse', id) === undefined ? 'rights.unknown-warehouse' : null,
  'own-bin': (view, station, id) =>
    view.row('bin', id)?.warehouse_id === station.warehouse_id ? null : 'rights.foreign-bin',
  'own-order': (view, station, id) => {
    const warehouse_id = view.row('order', id)?.warehouse_id ?? null;
    return warehouse_id === null || warehouse_id === station.warehouse_id ? null : 'rights.foreign-order';
  },
  'any-document': () => null,
};

/** A station changes options at its own level, each as far as its operator may. What is above it is changed at central (resources/docs/DOMAIN.md). */
function checkOptions(view: LedgerView, station: Station, event: Judged): RightsFault[] {
  if (event.type !== 'policy-changed') return [];
  return event.body.changes.flatMap(({ level, level_id, key, value }) => {
    const isHere = level === 'station' && level_id === station.station_id;
    const declared = isPolicyKey(key) && POLICY_KEYS[key].levels.includes('station') ? POLICY_KEYS[key] : undefined;
    const fits = value === null || declared?.schema.safeParse(value).success === true;
    if (declared === undefined || !isHere || !fits)
      return [rightsFault('case.other-warehouse', 'rights.foreign-option', { key })];
    return checkOperator(view, station, event, declared.who);
  });
}

/** What the body names is this station's: its warehouse, a bin of it, an order of it, its own options. */
export function checkNames(
  view: LedgerView,
  station: Station,
  event: Judged,
  names: EventDeclaration['names'],
): RightsFault[] {
  const body: Readonly<Record<string, unknown>> = event.body;
  return PLACE_FIELDS.flatMap((field) => {
    const rule = names[field];
    if (rule === undefined) return [];
    if (rule === 'own-options') return checkOptions(view, station, event);
    const value = body[field];
    const code = typeof value === 'string' ? CHECKS[rule](view, station, value) : null;
    return code === null ? [] : [rightsFault('case.other-warehouse', code)];
  });
}
