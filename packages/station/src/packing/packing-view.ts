import { checkBlockers, packingBlockers, type PackingMachine } from '@serialbridge/core/packing';
import type { OrderRow } from '@serialbridge/core/model';
import type { LastScan, PackingBox, PackingLine, PackingState } from '@serialbridge/protocol/station';
import type { HostContext } from '../contract/host-context.ts';
import { findingOf } from '../work/feedback.ts';
import { productCard } from '../work/product-card.ts';
import type { PackingDraft } from './packing-draft.ts';

const EMPTY_PACKING: PackingState = {
  phase: 'list',
  order: null,
  lines: [],
  current_line_id: null,
  packages: [],
  current_package_id: null,
  blockers: [],
  rates: [],
  last_scans: [],
  can_undo: false,
};

/** The address as it stands on a parcel; empty lines are left out. */
function addressOf(order: OrderRow): string[] {
  const city = [order.postal_code, order.city, order.region].filter((part) => part !== null && part !== '').join(' ');
  const lines = [order.customer_name, order.address_1, order.address_2, city, order.country];
  return lines.filter((line): line is string => line !== null && line !== '');
}

function linesOf(context: HostContext, draft: PackingDraft): PackingLine[] {
  const numbers = new Map(draft.boxes.map((box) => [box.package_id, box.number]));
  return [...draft.lines.values()].flatMap((line): readonly PackingLine[] => {
    const product = draft.product(line.product_id);
    if (product === undefined) return [];
    const serials = draft.itemsOfLine(line.order_line_id).flatMap((item) => {
      const { package_unit_id, package_id, unit_id, serial_raw } = item;
      if (unit_id === null || serial_raw === null) return [];
      return [{ package_unit_id, package_number: numbers.get(package_id) ?? 0, unit_id, serial_raw }];
    });
    return [
      {
        order_line_id: line.order_line_id,
        line_number: line.line_number,
        product: productCard(product, context.policy.at({ product_id: product.product_id })),
        quantity: line.quantity,
        quantity_packed: line.packed,
        serials,
      },
    ];
  });
}

function boxesOf(state: PackingMachine, draft: PackingDraft): PackingBox[] {
  return draft.boxes.map((box) => {
    const { package_id, number, weight_source } = box;
    const again = state.reweigh.includes(package_id);
    return {
      package_id,
      number,
      state: box.state,
      ...draft.loadOf(package_id),
      // A weight from before the content changed is none.
      weight_g: again ? null : box.weight_g,
      weight_source: again ? null : weight_source,
      tracking_number: box.tracking_number ?? state.tracking[package_id] ?? null,
    };
  });
}

/** Topic `packing`. */
export function packingState(
  context: HostContext,
  state: PackingMachine,
  draft: PackingDraft | null,
  last_scans: LastScan[],
): PackingState {
  if (draft === null || state.order_id === null) return { ...EMPTY_PACKING, last_scans };
  const facts = draft.facts();
  const { order } = draft;
  const quoted = state.phase !== 'done' && checkBlockers(facts).length === 0;
  return {
    phase: state.phase,
    order: {
      order_id: order.order_id,
      number: order.number,
      customer_name: order.customer_name,
      address: addressOf(order),
      requested_service: order.requested_service,
      ship_by: order.ship_by,
      total_cents: context.operators.rights().has('costs.see') ? order.total_cents : null,
      currency: order.currency,
      confirmed: order.confirmed,
      disputed: draft.disputed,
    },
    lines: linesOf(context, draft),
    current_line_id: state.current_line_id,
    packages: boxesOf(state, draft),
    current_package_id: state.current_package_id,
    blockers: packingBlockers(state, facts).map(findingOf),
    rates: quoted && context.policy.get('shipping.auto_rates') ? draft.rates() : [],
    last_scans,
    can_undo: state.undo.length > 0 || (state.phase === 'ship' && Object.keys(state.tracking).length > 0),
  };
}
