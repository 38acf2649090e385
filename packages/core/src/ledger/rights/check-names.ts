import { PLACE_FIELDS, type EventDeclaration, type NameRule } from '../../events/declare-event.ts';
import type { Row } from '../../model/entities.ts';
import { isPolicyKey, POLICY_KEYS } from '../../policy/policy-keys.ts';
import { scopeKey, serialNorm } from '../../serial/serial-key.ts';
import { nextState } from '../../units/life.ts';
import type { LedgerView } from '../view/ledger-view.ts';
import { isCaseOfConsole, rightsFault, type RightsFault } from './fault.ts';
import type { Judged } from './judged.ts';
import { checkOperator, isOn } from './check-people.ts';

type Station = Row<'station'>;
type Body = Readonly<Record<string, unknown>>;
type Check = (view: LedgerView, station: Station, value: string, body: Body) => RightsFault['code'] | null;

const isElsewhere = ({ warehouse_id }: Row<'unit'>, station: Station): boolean =>
  warehouse_id !== null && warehouse_id !== station.warehouse_id;

const ownUnit: Check = (view, station, id) => {
  const unit = view.row('unit', id);
  return unit !== undefined && isElsewhere(unit, station) ? 'rights.foreign-unit' : null;
};

/**
 * The same of a unit that is packed. The fold finds it by its serial too, if nobody knows its id. One that cannot be packed at all contradicts a fact,
 * and has that fact's case.
 */
const ownPacked: Check = (view, station, id, { product_id, serial_raw }) => {
  const byId = view.row('unit', id);
  const known = byId === undefined ? bySerial(view, product_id, serial_raw) : [byId];
  const usable = known.filter(({ state }) => 'state' in nextState(state, 'packed'));
  return usable.length > 0 && usable.every((unit) => isElsewhere(unit, station)) ? 'rights.foreign-unit' : null;
};

function bySerial(view: LedgerView, product_id: unknown, serial_raw: unknown): readonly Row<'unit'>[] {
  if (typeof product_id !== 'string' || typeof serial_raw !== 'string') return [];
  const product = view.row('product', product_id);
  const [norm, scope] = [serialNorm(product, serial_raw), scopeKey(product_id, product)];
  return view.unitsBySerial(norm).filter((unit) => unit.serial_norm === norm && unit.scope_key === scope);
}

const ownPackage: Check = (view, station, id) => {
  const by = view.row('package', id)?.station_id ?? station.station_id;
  // A station that nobody knows packed nothing that anybody could tell the place of.
  const warehouse_id = view.row('station', by)?.warehouse_id ?? station.warehouse_id;
  return warehouse_id === station.warehouse_id ? null : 'rights.foreign-package';
};

/** As the rule of the scan that refuses a unit of another warehouse (serial/unit-rules.ts). */
const wantsMatch = (view: LedgerView, station: Station): boolean =>
  isOn(view, station, 'packing.require_serial_validation') && isOn(view, station, 'packing.require_serial_match_po');

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
  'own-session': (view, station, id) => {
    const session = view.row('receiving_session', id);
    if (session === undefined || session.station_id === station.station_id) return null;
    return session.warehouse_id === station.warehouse_id ? null : 'rights.foreign-session';
  },
  'own-package': ownPackage,
  'own-entry': (view, station, id, body) => {
    const entry = view.row('package_unit', id);
    return entry === undefined ? null : ownPackage(view, station, entry.package_id, body);
  },
  'own-unit': ownUnit,
  'matched-unit': (view, station, id, body) => (wantsMatch(view, station) ? ownPacked(view, station, id, body) : null),
  'any-unit': () => null,
  'station-case': (view, _station, id) => {
    const rule = view.row('case', id)?.rule;
    return rule !== undefined && isCaseOfConsole(rule) ? 'rights.case-of-console' : null;
  },
};

/** What a field names: an id, or boxes by their ids. */
function namedIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.map((one: { readonly package_id: string }) => one.package_id) : [];
}

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

/** What the body names is this station's: its warehouse, a bin of it, an order of it, work begun there, its own options. */
export function checkNames(
  view: LedgerView,
  station: Station,
  event: Judged,
  names: EventDeclaration['names'],
): RightsFault[] {
  const body: Body = event.body;
  return PLACE_FIELDS.flatMap((field) => {
    const rule = names[field];
    if (rule === undefined) return [];
    if (rule === 'own-options') return checkOptions(view, station, event);
    const codes = namedIn(body[field]).map((value) => CHECKS[rule](view, station, value, body));
    const code = codes.find((one) => one !== null) ?? null;
    return code === null ? [] : [rightsFault('case.other-warehouse', code)];
  });
}
