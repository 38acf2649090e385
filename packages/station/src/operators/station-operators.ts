import { CallError } from '@serialbridge/client';
import type { ReadHandle, StationStore } from '@serialbridge/cache';
import { rightsOf } from '@serialbridge/core/ledger';
import type { OperatorRow } from '@serialbridge/core/model';
import type { Right } from '@serialbridge/core/rights';
import type { Operators, Pairing, PolicyReader } from '../contract/host-context.ts';
import type { CentralClient } from '../sync/central-client.ts';
import { changePinAtCentral } from './change-pin.ts';
import { type PinLimits, pinTrier } from './try-pin.ts';

/** The active operator with this code or badge who may work in the warehouse; null: none. Of two with one code it is the first one's. */
function findOperator(read: ReadHandle, by: 'code' | 'badge', value: string, warehouse_id: string): OperatorRow | null {
  const rows = read
    .all(`SELECT * FROM live_operator WHERE ${by} = ? AND active = 1 ORDER BY double_of IS NOT NULL`, [value])
    .map((row) => read.decode('operator', row));
  return rows.find(({ warehouse_ids }) => warehouse_ids === null || warehouse_ids.includes(warehouse_id)) ?? null;
}

export interface OperatorsOptions {
  readonly store: StationStore;
  readonly now: () => number;
  readonly delay: (ms: number) => Promise<void>;
  readonly pairing: Pairing;
  readonly policy: PolicyReader;
  /** Null: central is not reached. */
  readonly central: () => CentralClient | null;
  readonly onChanged: () => void;
}

const NOTE = 'station.operator';
const NOTHING: ReadonlySet<Right> = new Set();

export interface StationOperators extends Operators {
  /** After a pull: who is no longer active here is signed out. */
  recheck(): void;
  /** The signed-in operator must change the PIN, and could not yet. */
  pinIsDue(): boolean;
}

/** Who works at this station. The signed-in operator outlives a crash of the host, not a stop of it (see `createStationHost`). */
export function stationOperators(options: OperatorsOptions): StationOperators {
  const { store, pairing, policy, central, onChanged } = options;
  const pins = pinTrier(store, options.now, options.delay);

  const active = (operator_id: string): OperatorRow | null => {
    const identity = pairing.identity();
    const row = store.view.row('operator', operator_id);
    if (identity === null || row === undefined || !row.active) return null;
    return row.warehouse_ids === null || row.warehouse_ids.includes(identity.warehouse_id) ? row : null;
  };
  const noted = store.notes.read(NOTE);
  let current: OperatorRow | null = typeof noted === 'string' ? active(noted) : null;

  const limits = (): PinLimits => ({
    tries: policy.get('station.pin_tries_before_lock'),
    lock_ms: policy.get('station.lock_minutes') * 60_000,
  });
  const enter = (operator: OperatorRow | null): void => {
    current = operator;
    store.notes.write({ [NOTE]: operator?.operator_id ?? null });
    onChanged();
  };
  const pinHash = (operator: OperatorRow | null): string | null =>
    operator === null ? null : (store.pins.read(operator.operator_id)?.pin_hash ?? null);
  const withPin = async (by: 'code' | 'badge', value: string, pin: string): Promise<OperatorRow> => {
    // Just paired: people are here, and their PINs are still on the way. Nobody typed anything wrong, so nothing is counted.
    if (store.pins.madeFrom() === null)
      throw CallError.of('auth.pins-not-here', 'The PINs have not come from central yet; try again in a moment.');
    const operator = findOperator(store.read, by, value, pairing.station().warehouse_id);
    const subject = operator?.operator_id ?? `${by}:${value.slice(0, 100)}`;
    await pins.try({ subject, is_known: operator !== null, pin_hash: pinHash(operator), pin, limits: limits() });
    if (operator === null) throw CallError.of('auth.wrong-pin', 'No operator with that code and PIN; check both.');
    return operator;
  };

  // With the line down work goes on; the next sign-in that reaches central asks.
  const checkDue = (operator: OperatorRow): OperatorRow => {
    if (central() === null || store.pins.read(operator.operator_id)?.must_change !== true) return operator;
    throw CallError.of('auth.pin-must-change', 'The PIN is right and has to be changed first; choose a new one.', {
      name: operator.name,
    });
  };

  const signedIn = (): OperatorRow => {
    if (current === null) throw CallError.of('auth.required', 'Sign in first.');
    return current;
  };
  const rights = (): ReadonlySet<Right> => (current === null ? NOTHING : rightsOf(store.view, current));

  return {
    current: () => current,
    signedIn,
    rights,
    signIn: async (request) => {
      let operator: OperatorRow;
      if ('code' in request) operator = checkDue(await withPin('code', request.code, request.pin));
      else if (request.pin !== null) operator = checkDue(await withPin('badge', request.badge, request.pin));
      else {
        const found = findOperator(store.read, 'badge', request.badge, pairing.station().warehouse_id);
        if (found === null) throw CallError.of('auth.unknown-badge', 'No operator has that badge.');
        if (!policy.get('station.badge_alone_signs_in')) {
          throw CallError.of('auth.badge-needs-pin', 'Here a badge alone does not sign in; type the PIN too.', {
            name: found.name,
          });
        }
        operator = found;
      }
      enter(operator);
      return operator;
    },
    changePin: async (request) => {
      const [by, value] = 'code' in request ? (['code', request.code] as const) : (['badge', request.badge] as const);
      const operator = await withPin(by, value, request.pin);
      await changePinAtCentral(store, central(), operator, request);
      enter(operator);
      return operator;
    },
    pinIsDue: () => current !== null && store.pins.read(current.operator_id)?.must_change === true,
    signOut: () => enter(null),
    withBadge: (badge) => findOperator(store.read, 'badge', badge, pairing.station().warehouse_id),
    approve: async ({ code, pin }, right = 'releases') => {
      const operator = await withPin('code', code, pin);
      if (!rightsOf(store.view, operator).has(right)) {
        throw CallError.of('auth.forbidden', `${operator.name} may not approve this; it takes a supervisor.`, {
          name: operator.name,
          needed: right,
        });
      }
      return operator;
    },
    recheck: () => {
      if (current === null) return;
      const row = active(current.operator_id);
      if (row === null) enter(null);
      else current = row;
    },
  };
}
