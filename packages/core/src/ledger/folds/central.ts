import type { CENTRAL_EVENTS } from '../../events/central.ts';
import { boundedCount } from '../../model/bounds.ts';
import { type AnyRow, ENTITIES, type Entity, type Row, isEntity, keyOf } from '../../model/entities.ts';
import { identitiesOf } from '../../model/identity.ts';
import { revisionOf } from '../../model/revision.ts';
import type { UnitRow } from '../../model/unit-rows.ts';
import { boxFact, thisFact, unitFact } from '../cases/case-facts.ts';
import { contradict, documentCase, unitCase } from '../cases/open-case.ts';
import type { LedgerView } from '../view/ledger-view.ts';
import { foldCaseResolved } from './case-resolved.ts';
import { type Fold, type Folds, isSettled } from '../view/fold.ts';
import { refreshOrder } from './order-counts.ts';

/**
 * Columns that the fold owns. In a record that exists already they keep their present value, whatever a put says, because an import knows nothing
 * of what happened since. Three more things stay: a unit that exists keeps its whole row (settleUnitRow), an order or document keeps the status that
 * its lines give it (putOrder, putDocument), and an announced serial that came stays so.
 */
export const PROJECTION_COLUMNS: { readonly [E in Entity]?: readonly (keyof Row<E> & string)[] } = {
  po_line: ['quantity_received', 'received_event_id'],
  rma_line: ['quantity_received', 'received_event_id'],
  order_line: ['quantity_packed', 'quantity_shipped'],
};

/** The policy version has a row of its own, so that taking the newest value back does not lower it. No policy key has this name. */
const POLICY_VERSION_KEY = 'policy.version';

/** The version of the policy in force: 0 before the first change. */
export function policyVersion(view: LedgerView): number {
  return view.row('policy_value', `tenant||${POLICY_VERSION_KEY}`)?.policy_version ?? 0;
}

function putPolicyVersion(fold: Fold, policy_version: number): void {
  if (policy_version <= policyVersion(fold)) return;
  fold.put('policy_value', {
    level: 'tenant',
    level_id: '',
    key: POLICY_VERSION_KEY,
    value: policy_version,
    policy_version,
  });
}

function withPresent(entity: Entity, row: AnyRow, present: AnyRow | undefined): AnyRow {
  const kept = PROJECTION_COLUMNS[entity] as readonly string[] | undefined;
  if (present === undefined || kept === undefined) return row;
  return { ...row, ...Object.fromEntries(kept.map((column) => [column, present[column]])) };
}

/** An order's status follows from its lines. A put may cancel the order or take the cancellation back. It can't undo what left. */
function putOrder(fold: Fold, row: Row<'order'>): void {
  const present = fold.row('order', row.order_id);
  const cancels = row.status === 'cancelled';
  const cancelled_event_id =
    present?.status === 'cancelled' ? (present.cancelled_event_id ?? null) : cancels ? fold.event.event_id : null;
  if (present === undefined) {
    fold.put('order', { ...row, cancelled_event_id });
    return;
  }
  const status = present.status === 'shipped' ? 'shipped' : cancels ? 'cancelled' : present.status;
  const reopened = status === 'cancelled' && !cancels ? 'open' : status;
  fold.put('order', {
    ...row,
    status: reopened,
    cancelled_event_id: reopened === 'cancelled' ? cancelled_event_id : null,
  });
  if (present.status === 'cancelled' && !cancels) refreshOrder(fold, row.order_id);
  if (!cancels || present.status === 'cancelled') return;
  // The order was cancelled, and something is packed or gone already. The two can't both be right.
  const packs = fold
    .list('package', 'order_id', row.order_id)
    .filter((pack) => pack.state !== 'discarded' && fold.list('package_unit', 'package_id', pack.package_id).length > 0)
    .toSorted((a, b) => (a.package_id < b.package_id ? -1 : 1));
  const packed = packs.flatMap((pack) => fold.list('package_unit', 'package_id', pack.package_id));
  if (packed.length === 0) return;
  const unit_ids = packed.flatMap((entry) => (entry.unit_id === null ? [] : [entry.unit_id])).toSorted();
  const fact = thisFact(fold, { document_kind: 'order', document_id: row.order_id });
  const boxes = packs.flatMap((pack) => boxFact(fold, pack));
  documentCase(fold, 'case.order-cancelled', row.order_id, unit_ids, [...boxes, fact]);
}

/** A document's received status follows from its lines, as an order's does. */
function putDocument(fold: Fold, entity: 'purchase_order' | 'rma', row: Row<'purchase_order'> | Row<'rma'>): void {
  const present = fold.row(entity, keyOf(entity, row));
  const keeps = present?.status === 'received' && row.status === 'open';
  fold.put(entity, keeps ? { ...row, status: 'received' } : row);
}

/** Puts an imported unit as it is. A unit that is known already keeps its row, because its state follows from its events alone. */
function settleUnitRow(fold: Fold, row: UnitRow): void {
  if (fold.row('unit', row.unit_id) !== undefined) return;
  const holder = isSettled(row) ? fold.holderOf(row) : undefined;
  if (holder === undefined) {
    fold.putUnit(row);
    return;
  }
  const forked = fold.putUnit({ ...row, forked: true });
  const fact = unitFact(fold, forked);
  contradict(fold, holder, 'case.serial-taken', fact);
  unitCase(fold, 'case.serial-taken', [holder.unit_id, forked.unit_id], [fact]);
}

const PUTS: { readonly [E in Entity]?: (fold: Fold, row: Row<E>) => void } = {
  order: putOrder,
  purchase_order: (fold, row) => putDocument(fold, 'purchase_order', row),
  rma: (fold, row) => putDocument(fold, 'rma', row),
  expected_unit: (fold, row) => {
    const came = fold.row('expected_unit', row.expected_unit_id)?.state === 'matched' && row.state === 'open';
    fold.put('expected_unit', came ? { ...row, state: 'matched' } : row);
  },
  policy_value: (fold, row) => {
    fold.put('policy_value', row);
    putPolicyVersion(fold, row.policy_version);
  },
  unit: settleUnitRow,
  // What waits, and why, is the ledger's own to say.
  held_event: () => undefined,
  // A cache has a row for each unit of a case, and could not take one twice.
  case: (fold, row) => fold.put('case', { ...row, unit_ids: [...new Set(row.unit_ids)] }),
};

/**
 * Two records may get one code: from a ledger older than the index, from a restored backup, from two imports at once. To refuse the second would
 * lose a fact. So the later record is kept and names the one that has the code. It stands outside the unique index until a person gives one of them
 * another code and saves it.
 */
function withDouble(fold: Fold, entity: Entity, row: AnyRow): AnyRow {
  const key = keyOf(entity, row);
  for (const identity of identitiesOf(entity, row)) {
    const others = fold.rowsWith(entity, identity).filter((other) => keyOf(entity, other) !== key);
    const holder = others.find((other: AnyRow) => (other['double_of'] ?? null) === null);
    if (holder !== undefined) return { ...row, double_of: keyOf(entity, holder) };
  }
  return (row['double_of'] ?? null) === null ? row : { ...row, double_of: null };
}

function putRow(fold: Fold, entity: Entity, given: AnyRow): void {
  const row = withDouble(fold, entity, given);
  const put = PUTS[entity] as ((fold: Fold, row: AnyRow) => void) | undefined;
  if (put === undefined) {
    fold.put(entity, withPresent(entity, row, fold.row(entity, keyOf(entity, row))) as Row<typeof entity>);
  } else put(fold, row);
}

/** Records, options and decisions. */
export const CENTRAL_FOLDS: Folds<keyof typeof CENTRAL_EVENTS> = {
  /**
   * All rows or none. The event is held if an entity's schema refuses one of its rows, if one was made from an older row than the present one, or if
   * only newer software knows the entity.
   */
  'records-put': (fold, body) => {
    const { entity } = body;
    if (!isEntity(entity)) return 'held.unknown-version';
    const schema = ENTITIES[entity].row;
    for (const [at, raw] of body.rows.entries()) {
      const parsed = schema.safeParse(raw);
      if (!parsed.success) return 'held.unreadable-body';
      const made_from = body.made_from?.[at];
      if (made_from !== undefined) {
        const present = fold.row(entity, keyOf(entity, parsed.data));
        if (made_from !== (present === undefined ? null : revisionOf(entity, present))) return 'held.row-changed';
      }
      putRow(fold, entity, parsed.data);
    }
    return null;
  },
  /** Null takes a value back. The version rises by one over the highest that any value of the tenant has, and stays at the end of its range. */
  'policy-changed': (fold, body) => {
    const policy_version = boundedCount(policyVersion(fold) + 1);
    for (const { level, level_id, key, value } of body.changes) {
      if (value === null) fold.remove('policy_value', keyOf('policy_value', { level, level_id, key }));
      else fold.put('policy_value', { level, level_id, key, value, policy_version });
    }
    putPolicyVersion(fold, policy_version);
    return null;
  },
  'case-resolved': foldCaseResolved,
};
