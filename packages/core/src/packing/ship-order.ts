import type { EventDraft } from '../events/registry.ts';
import { outcome } from '../scan/outcome.ts';
import type { RuleFailure } from '../serial/verdict.ts';
import { checkBlockers, liveBoxes, weighBlockers } from './blockers.ts';
import { decidePacked, refusePacking, withOrder, type PackingHandler, type PackingOf } from './packing-step.ts';
import type { BoxFacts, OrderFacts, PackingFacts, PackingMachine, RateFacts } from './packing-state.ts';

/** The carrier of a tracking number that came without one. */
export const MANUAL_CARRIER = 'manual';

interface Way {
  readonly carrier: string;
  readonly service: string | null;
  readonly rate: RateFacts | null;
}

/** A scanned SHIP names no carrier: the service that the order asks for, else the tracking numbers alone. */
function wayOf(command: PackingOf<'ship'>, order: OrderFacts, tracked: boolean, facts: PackingFacts): Way | null {
  const rates = facts.rates();
  const { carrier, service } = command;
  if (carrier !== null) {
    return {
      carrier,
      service,
      rate: rates.find((rate) => rate.carrier === carrier && rate.service === service) ?? null,
    };
  }
  const asked = rates.find((rate) => rate.service === order.requested_service);
  if (asked !== undefined) return { carrier: asked.carrier, service: asked.service, rate: asked };
  return tracked ? { carrier: MANUAL_CARRIER, service: order.requested_service, rate: null } : null;
}

function trackingFaults(
  boxes: readonly BoxFacts[],
  numbers: ReadonlyMap<string, string>,
  way: Way,
  facts: PackingFacts,
): readonly RuleFailure[] {
  const faults: RuleFailure[] = [];
  if (way.rate === null && !facts.policy.get('shipping.allow_manual_tracking')) {
    faults.push({ code: 'packing.manual-tracking-off', params: { carrier: way.carrier } });
  }
  const seen = new Map<string, number>();
  for (const { package_id, number } of boxes) {
    const tracking = numbers.get(package_id);
    if (tracking === undefined) {
      if (way.rate === null) faults.push({ code: 'packing.tracking-missing', params: { box: number } });
      continue;
    }
    const other = seen.get(tracking);
    if (other !== undefined) faults.push({ code: 'packing.tracking-twice', params: { tracking, box: number, other } });
    seen.set(tracking, number);
  }
  return faults;
}

function numbersOf(state: PackingMachine, command: PackingOf<'ship'>): ReadonlyMap<string, string> {
  const numbers = new Map(Object.entries(state.tracking));
  for (const { package_id, tracking_number } of command.tracking) {
    const text = tracking_number?.trim() ?? '';
    if (text !== '') numbers.set(package_id, text);
  }
  return numbers;
}

/** Closes the boxes and lets them leave: everything in one commit. */
export const ship: PackingHandler<'ship'> = withOrder((state, order, command, facts) => {
  const boxes = liveBoxes(facts);
  const numbers = numbersOf(state, command);
  const way = wayOf(command, order, boxes.length > 0 && boxes.every((box) => numbers.has(box.package_id)), facts);
  const failures = [
    ...checkBlockers(facts),
    ...weighBlockers(state, facts),
    ...(boxes.length === 0 ? [{ code: 'packing.nothing-packed', params: {} }] : []),
    ...(way === null ? [{ code: 'packing.choose-carrier', params: {} }] : trackingFaults(boxes, numbers, way, facts)),
    ...(order.status === 'cancelled' ? [{ code: 'packing.order-cancelled', params: { number: order.number } }] : []),
  ];
  const [first, ...rest] = failures;
  if (way === null || first !== undefined) {
    return refusePacking(state, first ?? { code: 'packing.choose-carrier', params: {} }, ...rest);
  }
  const { order_id } = order;
  const empty = facts.boxes.filter((box) => box.state !== 'shipped' && box.units === 0);
  const events: readonly EventDraft[] = [
    ...empty.map(({ package_id }): EventDraft => ({
      type: 'package-discarded',
      body: { package_id, order_id, reason: 'empty' },
    })),
    ...boxes
      .filter((box) => box.state === 'open')
      .map(({ package_id, units }): EventDraft => ({ type: 'package-closed', body: { package_id, order_id, units } })),
    {
      type: 'order-shipped',
      body: {
        shipment_id: facts.newId(),
        order_id,
        carrier: way.carrier,
        service: way.service,
        cost_cents: way.rate?.price_cents ?? null,
        currency: way.rate?.currency ?? null,
        packages: boxes.map(({ package_id }) => ({ package_id, tracking_number: numbers.get(package_id) ?? null })),
        shipped_at: facts.now,
      },
    },
  ];
  const params = { number: order.number, boxes: boxes.length, carrier: way.carrier, service: way.service };
  const next: PackingMachine = { ...state, phase: 'done', current_line_id: null, undo: [] };
  return decidePacked(next, outcome('complete', 'packing.shipped', params), events);
});

/** A tracking number goes to the current box, or the first that has none. */
export const tracking: PackingHandler<'tracking'> = withOrder((state, _order, { tracking_number }, facts) => {
  if (!facts.policy.get('shipping.allow_manual_tracking')) {
    return refusePacking(state, { code: 'packing.manual-tracking-off', params: { carrier: null } });
  }
  const boxes = liveBoxes(facts);
  const twice = boxes.find((box) => state.tracking[box.package_id] === tracking_number);
  if (twice !== undefined) {
    return refusePacking(state, {
      code: 'packing.tracking-twice',
      params: { tracking: tracking_number, box: twice.number, other: twice.number },
    });
  }
  const without = boxes.filter((box) => state.tracking[box.package_id] === undefined);
  const box = without.find(({ package_id }) => package_id === state.current_package_id) ?? without[0];
  if (box === undefined)
    return refusePacking(state, { code: 'packing.tracking-complete', params: { tracking: tracking_number } });
  const next = { ...state, tracking: { ...state.tracking, [box.package_id]: tracking_number } };
  const level = without.length === 1 ? 'complete' : 'accepted';
  return decidePacked(next, outcome(level, 'packing.tracking-taken', { tracking: tracking_number, box: box.number }));
});
