import { outcome } from '../scan/outcome.ts';
import type { RuleFailure } from '../serial/verdict.ts';
import { chooseLine, keepSerial, packQuantity, product, serial } from './accept-items.ts';
import { checkBlockers, contentChanged, liveBoxes, weighBlockers } from './blockers.ts';
import { openBox } from './pack-unit.ts';
import {
  decidePacked,
  noOrder,
  refusePacking,
  withOrder,
  type PackingDecision,
  type PackingHandler,
  type PackingOf,
} from './packing-step.ts';
import {
  PACKING_START,
  type OrderFacts,
  type Packed,
  type PackingCommandType,
  type PackingFacts,
  type PackingMachine,
  type PackingPhase,
} from './packing-state.ts';
import { ship, tracking } from './ship-order.ts';
import { weighBox } from './weigh-box.ts';

type Row = { readonly [T in PackingCommandType]: PackingHandler<T> };

/** What keeps an order from being packed here at all. */
function openFaults(order: OrderFacts, facts: PackingFacts): readonly RuleFailure[] {
  const { number } = order;
  const fault = (applies: boolean, code: string): readonly RuleFailure[] =>
    applies ? [{ code, params: { number } }] : [];
  return [
    ...fault(order.status === 'cancelled', 'packing.order-cancelled'),
    ...fault(order.status === 'shipped', 'packing.order-already-shipped'),
    ...fault(!order.here, 'packing.other-warehouse'),
    ...fault(!order.confirmed && facts.policy.get('packing.require_confirmed'), 'packing.not-confirmed'),
    ...fault(!order.picked && facts.policy.get('packing.exclude_not_picked'), 'packing.not-picked'),
  ];
}

/** What is packed stays packed, so another order may be opened at any time while nothing of this one waits in the hand. */
const open: PackingHandler<'open'> = (state, _command, facts) => {
  const { order } = facts;
  if (order === null) return refusePacking(state, { code: 'packing.unknown-order', params: {} });
  const [first, ...rest] = openFaults(order, facts);
  if (first !== undefined) return refusePacking(state, first, ...rest);
  const boxes = facts.boxes.filter((box) => box.state === 'open');
  const next: PackingMachine = {
    ...PACKING_START,
    phase: 'check',
    order_id: order.order_id,
    current_package_id: boxes.at(-1)?.package_id ?? null,
  };
  const disputed: readonly RuleFailure[] = order.disputed
    ? [{ code: 'packing.order-disputed', params: { number: order.number } }]
    : [];
  const level = order.disputed ? 'warning' : 'info';
  return decidePacked(next, outcome(level, 'packing.order-opened', { number: order.number }, disputed));
};

const reopen: PackingHandler<'open'> = (state, command, facts) => {
  if (facts.order !== null && facts.order.order_id === state.order_id) {
    return decidePacked(state, outcome('info', 'packing.already-open', { number: facts.order.number }));
  }
  return open(state, command, facts);
};

/** Paper of the next order lies on the table too: while things of this one are in the hand, its number does not switch over. */
const finishFirst: PackingHandler<'open'> = (state, command, facts) => {
  if (facts.order !== null && facts.order.order_id !== state.order_id && state.undo.length > 0) {
    return refusePacking(state, { code: 'packing.finish-first', params: { number: facts.order.number } });
  }
  return reopen(state, command, facts);
};

/** At the shipping step the last thing done is a tracking number, not the unit that was packed before. */
const undoAtShipping: PackingHandler<'undo'> = (state, command, facts) => {
  const last = Object.entries(state.tracking).at(-1);
  if (last === undefined) return undo(state, command, facts);
  const [package_id, number] = last;
  const rest = Object.fromEntries(Object.entries(state.tracking).filter(([id]) => id !== package_id));
  return decidePacked({ ...state, tracking: rest }, outcome('info', 'packing.tracking-removed', { tracking: number }));
};

const leave: PackingHandler<'leave'> = () => decidePacked(PACKING_START, outcome('info', 'packing.left'));

function unpack(
  state: PackingMachine,
  order: OrderFacts,
  packed: Packed,
  reason: 'undo' | 'deleted',
  said: { readonly code: string; readonly serial: string | null },
  facts: PackingFacts,
): PackingDecision {
  const { order_id } = order;
  const sku = facts.lines.get(packed.order_line_id)?.sku ?? '';
  const next: PackingMachine = {
    ...state,
    phase: 'check',
    current_line_id: packed.unit_id === null ? state.current_line_id : packed.order_line_id,
    current_package_id: packed.package_id,
    reweigh: contentChanged(state, packed.package_id, facts),
    undo: state.undo.filter((other) => other.package_unit_id !== packed.package_unit_id),
  };
  return decidePacked(next, outcome('info', said.code, { sku, quantity: packed.quantity, serial: said.serial }), [
    { type: 'unit-unpacked', body: { ...packed, order_id, reason } },
  ]);
}

const undo: PackingHandler<'undo'> = withOrder((state, order, _command, facts) => {
  const last = state.undo.at(-1);
  if (last === undefined) return refusePacking(state, { code: 'packing.nothing-to-undo', params: {} });
  return unpack(state, order, last, 'undo', { code: 'packing.undone', serial: null }, facts);
});

const remove: PackingHandler<'remove'> = withOrder((state, order, { packed, serial_raw }, facts) =>
  unpack(state, order, packed, 'deleted', { code: 'packing.removed', serial: serial_raw }, facts),
);

const keep: PackingHandler<'keep'> = withOrder((state, _order, { what, reason, approved_by }, facts) => {
  if (what.type === 'serial') return keepSerial(state, what, { reason, approved_by }, facts);
  if (reason.trim() === '') return refusePacking(state, { code: 'packing.reason-missing', params: {} });
  if (approved_by === null) return refusePacking(state, { code: 'packing.approval-needed', params: {} });
  return weighBox(state, what, approved_by, facts);
});

const newPackage: PackingHandler<'new-package'> = withOrder((state, order, _command, facts) => {
  const current = facts.boxes.find((box) => box.package_id === state.current_package_id);
  if (current === undefined || current.units === 0)
    return refusePacking(state, { code: 'packing.box-empty', params: {} });
  if (!facts.policy.get('packing.allow_multiple_packages')) {
    return refusePacking(state, { code: 'packing.one-box-only', params: {} });
  }
  const empty = facts.boxes.find((box) => box.state === 'open' && box.units === 0);
  const box =
    empty === undefined ? openBox({ ...state, current_package_id: null }, order, facts) : { ...empty, events: [] };
  const next = { ...state, current_package_id: box.package_id };
  return decidePacked(next, outcome('info', 'packing.box-opened', { box: box.number }), box.events);
});

const selectPackage: PackingHandler<'select-package'> = withOrder((state, _order, { package_id }, facts) => {
  const box = facts.boxes.find((candidate) => candidate.package_id === package_id && candidate.state !== 'shipped');
  if (box === undefined) return refusePacking(state, { code: 'packing.no-box', params: {} });
  return decidePacked(
    { ...state, current_package_id: package_id },
    outcome('info', 'packing.box-selected', { box: box.number }),
  );
});

/** Back is always free; forward only over what is complete, and every gap is named at once. */
const goTo: PackingHandler<'go-to'> = withOrder((state, _order, { phase }, facts) => {
  const blockers =
    phase === 'check'
      ? []
      : phase === 'weigh'
        ? checkBlockers(facts)
        : [...checkBlockers(facts), ...weighBlockers(state, facts)];
  const [first, ...rest] = blockers;
  if (first !== undefined) return refusePacking(state, first, ...rest);
  if (phase !== 'check' && liveBoxes(facts).length === 0)
    return refusePacking(state, { code: 'packing.nothing-packed', params: {} });
  const next: PackingMachine = { ...state, phase, current_line_id: phase === 'check' ? state.current_line_id : null };
  return decidePacked(next, outcome('info', `packing.at-${phase}`));
});

/** Weighing at the checking step goes on to it when everything is in: a scale's button or the WEIGH card says it all. */
const weighWhileChecking: PackingHandler<'weigh'> = withOrder((state, _order, command, facts) => {
  const [first, ...rest] = checkBlockers(facts);
  return first === undefined
    ? weighBox({ ...state, phase: 'weigh' }, command, null, facts)
    : refusePacking(state, first, ...rest);
});

const weigh: PackingHandler<'weigh'> = withOrder((state, _order, command, facts) =>
  weighBox(state, command, null, facts),
);

/** Takes everything out of every box that has not left. */
const discard: PackingHandler<'discard'> = withOrder((_state, order, { reason }, facts) => {
  const boxes = facts.boxes.filter((box) => box.state !== 'shipped');
  const { order_id, number } = order;
  return decidePacked(
    PACKING_START,
    outcome('info', 'packing.discarded', { number }),
    boxes.map(({ package_id }) => ({ type: 'package-discarded', body: { package_id, order_id, reason } })),
  );
});

/** An item scanned while weighing or shipping: the order is all in, so it is one too many, or the wrong one. */
const itemTooMany =
  <T extends 'product' | 'serial'>(handler: PackingHandler<T>): PackingHandler<T> =>
  (state, command, facts) =>
    checkBlockers(facts).length > 0
      ? handler({ ...state, phase: 'check' }, command, facts)
      : handler(state, command, facts);

const tooEarly = (state: PackingMachine): PackingDecision =>
  refusePacking(state, { code: 'packing.not-at-shipping', params: {} });
const tooLate = (state: PackingMachine): PackingDecision =>
  refusePacking(state, { code: 'packing.order-left', params: {} });

const check: Row = {
  open: finishFirst,
  leave,
  'choose-line': chooseLine,
  product,
  'pack-quantity': packQuantity,
  serial,
  keep,
  undo,
  remove,
  'new-package': newPackage,
  'select-package': selectPackage,
  'go-to': goTo,
  weigh: weighWhileChecking,
  tracking: tooEarly,
  ship,
  discard,
};

const weighing: Row = { ...check, product: itemTooMany(product), serial: itemTooMany(serial), weigh };

/** Phase × command. Total: a phase or a command without a decision does not compile. */
export const PACKING_TABLE: Readonly<Record<PackingPhase, Row>> = {
  list: {
    open,
    leave,
    'choose-line': noOrder,
    product: (state, { sku }) => refusePacking(state, { code: 'packing.scan-order-first', params: { sku } }),
    'pack-quantity': noOrder,
    serial: noOrder,
    keep: noOrder,
    undo: noOrder,
    remove: noOrder,
    'new-package': noOrder,
    'select-package': noOrder,
    'go-to': noOrder,
    weigh: noOrder,
    tracking: noOrder,
    ship: noOrder,
    discard: noOrder,
  },
  check,
  weigh: weighing,
  ship: { ...weighing, tracking, undo: undoAtShipping },
  done: {
    open,
    leave,
    'choose-line': tooLate,
    product: (state, { sku }) => refusePacking(state, { code: 'packing.scan-order-first', params: { sku } }),
    'pack-quantity': tooLate,
    serial: tooLate,
    keep: tooLate,
    undo: tooLate,
    remove: tooLate,
    'new-package': tooLate,
    'select-package': tooLate,
    'go-to': tooLate,
    weigh: tooLate,
    tracking: tooLate,
    ship: tooLate,
    discard: tooLate,
  },
};

/** Decides one command. Nothing has happened until the events are on disk; the outcome is said after that. */
export function decidePacking<T extends PackingCommandType>(
  state: PackingMachine,
  command: PackingOf<T> & { readonly type: T },
  facts: PackingFacts,
): PackingDecision {
  const handler: PackingHandler<T> = PACKING_TABLE[state.phase][command.type];
  return handler(state, command, facts);
}
