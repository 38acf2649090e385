import type { EventDraft } from '../events/registry.ts';
import { outcome } from '../scan/outcome.ts';
import type { RuleFailure } from '../serial/verdict.ts';
import { isOtherCarriers, mistypedFor } from '../tracking/carriers.ts';
import type { TrackingNumber } from '../tracking/read-tracking.ts';
import { checkBlockers, liveBoxes, weighBlockers } from './blockers.ts';
import { judgeTracking } from './judge-tracking.ts';
import { decidePacked, refusePacking, withOrder, type PackingHandler, type PackingOf } from './packing-step.ts';
import type { BoxFacts, OrderFacts, PackingFacts, PackingMachine, RateFacts } from './packing-state.ts';

/** The carrier of a tracking number that came without one and does not say its own. */
export const MANUAL_CARRIER = 'manual';

interface Way {
  readonly carrier: string;
  readonly service: string | null;
  readonly rate: RateFacts | null;
}

/** A box that leaves, with its number as it was read, what speaks against it, or neither. */
interface Label {
  readonly box: BoxFacts;
  readonly number: TrackingNumber | null;
  readonly fault: RuleFailure | null;
}

function labelsOf(
  boxes: readonly BoxFacts[],
  { tracking: scanned }: PackingMachine,
  { tracking: typed }: PackingOf<'ship'>,
  { tracking: lookups }: PackingFacts,
): readonly Label[] {
  const texts = new Map(Object.entries(scanned));
  for (const { package_id, tracking_number } of typed) {
    const text = tracking_number?.trim() ?? '';
    if (text !== '') texts.set(package_id, text);
  }
  return boxes.map((box) => {
    const text = texts.get(box.package_id);
    if (text === undefined) return { box, number: null, fault: null };
    const judged = judgeTracking(text, lookups);
    return 'kind' in judged ? { box, number: judged, fault: null } : { box, number: null, fault: judged };
  });
}

const onlyOne = <T>(values: readonly T[]): T | null => (new Set(values).size === 1 ? (values[0] ?? null) : null);

/**
 * Who takes the boxes. A scanned SHIP names no carrier: the service that the order asks for, else what the labels themselves say; so it is
 * where a worker leaves the carrier open. Null: nothing says it.
 */
function wayOf(
  command: PackingOf<'ship'>,
  order: OrderFacts,
  labels: readonly Label[],
  facts: PackingFacts,
): Way | null {
  const rates = facts.rates();
  const { carrier, service } = command;
  if (carrier !== null && carrier !== MANUAL_CARRIER) {
    return {
      carrier,
      service,
      rate: rates.find((rate) => rate.carrier === carrier && rate.service === service) ?? null,
    };
  }
  const asked = carrier === null ? rates.find((rate) => rate.service === order.requested_service) : undefined;
  if (asked !== undefined) return { carrier: asked.carrier, service: asked.service, rate: asked };
  if (
    carrier === null &&
    (labels.length === 0 || labels.some((label) => label.number === null && label.fault === null))
  ) {
    return null;
  }
  const numbers = labels.flatMap((label) => label.number ?? []);
  return {
    carrier: onlyOne(numbers.map((number) => number.carrier)) ?? MANUAL_CARRIER,
    service:
      onlyOne(numbers.map((number) => number.service)) ??
      service ??
      (carrier === null ? order.requested_service : null),
    rate: null,
  };
}

/** The labels of boxes that nobody said a carrier for are of one; else an old label on a used carton goes unseen. */
function mixedFaults(command: PackingOf<'ship'>, labels: readonly Label[]): readonly RuleFailure[] {
  if (command.carrier !== null) return [];
  const [first, ...rest] = labels.flatMap(({ box, number }) =>
    number?.carrier === null || number === null ? [] : [{ box: box.number, carrier: number.carrier }],
  );
  const other = rest.find(({ carrier }) => carrier !== first?.carrier);
  if (first === undefined || other === undefined) return [];
  return [
    {
      code: 'packing.tracking-mixed',
      params: { box: first.box, carrier: first.carrier, other: other.box, other_carrier: other.carrier },
    },
  ];
}

/** What the number says against the carrier that was chosen. */
function againstCarrier({ carrier }: Way, { box, number }: Label): readonly RuleFailure[] {
  if (number === null) return [];
  const { tracking_number: tracking } = number;
  const mistyped = mistypedFor(carrier, number);
  if (mistyped !== null) return [{ code: 'tracking.check-digit', params: { carrier: mistyped, tracking } }];
  if (!isOtherCarriers(carrier, number)) return [];
  return [
    {
      code: 'packing.tracking-other-carrier',
      params: { box: box.number, tracking, carrier: number.carrier, chosen: carrier },
    },
  ];
}

/** Every fault of every box. */
function trackingFaults(
  labels: readonly Label[],
  command: PackingOf<'ship'>,
  way: Way,
  facts: PackingFacts,
): readonly RuleFailure[] {
  const faults: RuleFailure[] = [];
  if (way.rate === null && !facts.policy.get('shipping.allow_manual_tracking')) {
    faults.push({ code: 'packing.manual-tracking-off', params: { carrier: way.carrier } });
  }
  const seen = new Map<string, number>();
  for (const label of labels) {
    const { box, number, fault } = label;
    if (fault !== null) faults.push(fault);
    else if (number !== null) {
      const { tracking_number: tracking } = number;
      const other = seen.get(tracking);
      if (other !== undefined) {
        faults.push({ code: 'packing.tracking-twice', params: { tracking, box: box.number, other } });
      }
      seen.set(tracking, box.number);
      faults.push(...againstCarrier(way, label));
    } else if (way.rate === null) faults.push({ code: 'packing.tracking-missing', params: { box: box.number } });
  }
  return way.rate === null ? [...faults, ...mixedFaults(command, labels)] : faults;
}

/** Closes the boxes and lets them leave: everything in one commit. */
export const ship: PackingHandler<'ship'> = withOrder((state, order, command, facts) => {
  const boxes = liveBoxes(facts);
  const labels = labelsOf(boxes, state, command, facts);
  const way = wayOf(command, order, labels, facts);
  const failures = [
    ...checkBlockers(facts),
    ...weighBlockers(state, facts),
    ...(boxes.length === 0 ? [{ code: 'packing.nothing-packed', params: {} }] : []),
    ...(way === null ? [{ code: 'packing.choose-carrier', params: {} }] : trackingFaults(labels, command, way, facts)),
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
        packages: labels.map(({ box, number }) => ({
          package_id: box.package_id,
          tracking_number: number?.tracking_number ?? null,
        })),
        shipped_at: facts.now,
      },
    },
  ];
  const params = { number: order.number, boxes: boxes.length, carrier: way.carrier, service: way.service };
  const next: PackingMachine = { ...state, phase: 'done', current_line_id: null, undo: [] };
  return decidePacked(next, outcome('complete', 'packing.shipped', params), events);
});

/** A tracking number goes to the current box, or the first that has none. */
export const tracking: PackingHandler<'tracking'> = withOrder((state, _order, command, facts) => {
  if (!facts.policy.get('shipping.allow_manual_tracking')) {
    return refusePacking(state, { code: 'packing.manual-tracking-off', params: { carrier: null } });
  }
  const judged = judgeTracking(command.tracking_number, facts.tracking);
  if (!('kind' in judged)) return refusePacking(state, judged);
  const { tracking_number, carrier } = judged;
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
  const params = {
    tracking: tracking_number,
    box: box.number,
    carrier,
    ...(carrier === null ? {} : { context: 'carrier' }),
  };
  return decidePacked(next, outcome(level, 'packing.tracking-taken', params));
});
