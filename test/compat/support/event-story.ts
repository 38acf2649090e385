import { EVENTS, EVENT_TYPES, type EventType } from '@serialbridge/core/events';
import { MemoryView } from '@serialbridge/core/ledger';
import { ENTITY_NAMES, type AnyRow, type Entity } from '@serialbridge/core/model';
import { ZERO_HASH, sealEnvelope } from '@serialbridge/protocol';
import { sha256 } from '@serialbridge/central/ledger';
import { DOCK, KIND, ORDERS, PRODUCT, BARE, WAREHOUSE, World } from '@serialbridge/testing/ledger/ledger-world';
import { fingerprint } from './fingerprint.ts';
import { foldGolden, readDraft, schemaOf, type EventGolden } from './event-golden.ts';

/** A small warehouse's days, in which every type of event happens once at least; last those whose golden file is a draft still. */
function story(): World {
  const world = new World();
  const [one, other, third] = ORDERS;
  const [u1 = '', u2 = '', u3 = ''] = world.receive(['S1', 'S2', 'S3']).unit_ids;
  const draft = world.draft(['S4']);
  const { receiving_session_id } = draft;
  const line = {
    receiving_session_id,
    receipt_line_id: world.next(KIND.receipt),
    line_id: '0000000e-0000-7000-8000-000000000001',
  };
  world.record('receipt-line-uncounted', DOCK, {
    ...line,
    product_id: PRODUCT,
    quantity: 1,
    unit_ids: [draft.unit_id],
    reason: 'undo',
  });
  world.record('receipt-discarded', DOCK, { receiving_session_id, reason: 'wrong pallet' });
  const bin_id = world.next(KIND.other);
  world.put('bin', [{ bin_id, warehouse_id: WAREHOUSE, code: 'A-01' }]);
  world.record('unit-moved', DOCK, { unit_id: u1, bin_id });
  world.record('unit-allocated', DOCK, { unit_id: u1, order_id: one });
  world.record('unit-deallocated', DOCK, { unit_id: u1, order_id: one });
  world.record('order-confirmed', DOCK, { order_id: one });
  const box = world.pack(0, one, u1, 'S1');
  world.unpack(box);
  const again = world.pack(0, one, u1, 'S1');
  const { package_id } = again;
  const weight = {
    weight_g: 1250.5,
    weight_source: 'scale' as const,
    reading_raw: 'ST,GS,+001.250kg',
    approved_by: null,
  };
  world.record('package-weighed', again.station_id, { package_id, ...weight });
  world.record('package-closed', again.station_id, { package_id, order_id: one, units: 1 });
  world.ship(again);
  const lost = world.pack(1, other, u2, 'S2');
  world.record('package-discarded', lost.station_id, {
    package_id: lost.package_id,
    order_id: other,
    reason: 'damaged box',
  });
  world.receive(['S1'], 'rma', [u1]);
  world.record('unit-inspected', DOCK, { unit_id: u1, to: 'in_stock', condition: 'opened', note: 'opened' });
  world.record('unit-serial-corrected', DOCK, { unit_id: u2, serial_raw: 'S2X', reason: 'misread' });
  world.record('unit-product-corrected', DOCK, { unit_id: u2, product_id: BARE, reason: 'wrong label' });
  world.record('unit-missing', DOCK, { unit_id: u2, reason: 'not in its bin' });
  world.record('unit-found', DOCK, { unit_id: u2, warehouse_id: WAREHOUSE, bin_id });
  world.record('unit-transfer-sent', DOCK, { unit_id: u2, to_warehouse_id: WAREHOUSE });
  world.record('unit-transfer-received', DOCK, { unit_id: u2, warehouse_id: WAREHOUSE, bin_id });
  world.record('unit-kitted', DOCK, { unit_id: u2, kit_unit_id: u1 });
  world.record('unit-unkitted', DOCK, { unit_id: u2 });
  world.record('unit-scrapped', DOCK, { unit_id: u2, reason: 'broken' });
  world.record('policy-changed', DOCK, {
    changes: [{ level: 'tenant', level_id: '', key: 'receiving.auto_enter', value: true }],
  });
  world.pack(0, one, u3, 'S3');
  world.pack(1, third, u3, 'S3');
  world.resolve(world.cases()[0]?.case_id ?? '', world.lastEventIdOf('unit-packed'));
  for (const type of EVENT_TYPES) {
    const body = readDraft(type, EVENTS[type].v);
    if (body !== undefined) world.record(type, DOCK, body as never);
  }
  return world;
}

const rowsOf = (view: MemoryView): (readonly [Entity, AnyRow])[] =>
  ENTITY_NAMES.flatMap((entity) => view.all(entity).map((row) => [entity, row] as const));

/** A golden of each type as this version writes it: its last occurrence in the story that took effect. */
export function tellGoldens(): Map<EventType, EventGolden> {
  const { events, applied } = story();
  const view = new MemoryView();
  const goldens = new Map<EventType, EventGolden>();
  let prev_hash = ZERO_HASH;
  for (const [n, event] of events.entries()) {
    const given = rowsOf(view);
    const { event_id, type, body, station_id, operator_id, approved_by, captured_at } = event;
    const envelope = sealEnvelope(
      {
        station_id,
        incarnation: '00000020-0000-7000-8000-000000000001',
        seq: n + 1,
        event_id,
        type,
        v: EVENTS[type].v,
        body,
        operator_id,
        approved_by,
        captured_at,
        clock_offset_ms: 12,
        policy_version: 1,
        cache_version: 7,
        prev_hash,
      },
      sha256,
    );
    prev_hash = envelope.hash;
    const { outcome, changes, units } = foldGolden({ given, envelope });
    if (outcome !== 'held' && changes.length > 0)
      goldens.set(type, {
        fingerprint: fingerprint(schemaOf(type, EVENTS[type].v)),
        given,
        envelope,
        outcome,
        changes,
        units,
      });
    view.apply(applied[n]?.changes ?? []);
  }
  const missing = EVENT_TYPES.filter((type) => !goldens.has(type));
  if (missing.length > 0) throw new Error(`no draft, or none that took effect: ${missing.join(', ')}`);
  return goldens;
}
