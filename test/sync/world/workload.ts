import type { EventDraft } from '@serialbridge/core/events';
import type { LedgerView } from '@serialbridge/core/ledger';
import type { Row, UnitRow } from '@serialbridge/core/model';
import { v7 as uuidv7 } from 'uuid';
import { packing, receipt, shipping } from '@serialbridge/testing/store/drafts';
import { BEGIN_MS, type Base } from './base.ts';

/** Few serials for many stations: they meet again and again, and contradict each other when the stations are apart. */
const SERIALS = 30;

function pick<T>(random: () => number, from: readonly T[]): T {
  const one = from[Math.floor(random() * from.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
}

const serialOf = (random: () => number): string => `SIM-${String(Math.floor(random() * SERIALS)).padStart(3, '0')}`;
const unitOf = (view: LedgerView, serial: string): UnitRow | undefined => view.unitsBySerial(serial)[0];

function receive(view: LedgerView, base: Base, random: () => number): EventDraft[] {
  const serials = [...new Set(Array.from({ length: 1 + Math.floor(random() * 3) }, () => serialOf(random)))];
  const po_line = pick(random, base.po_lines);
  const [opened, counted, saved] = receipt(
    {
      warehouse: { warehouse_id: base.warehouse_id },
      product: { product_id: base.product_id },
      po_line,
    },
    serials,
  );
  if (opened?.type !== 'receiving-session-opened' || counted?.type !== 'receipt-line-counted' || saved === undefined)
    throw new Error('a receipt is three events');
  const units = counted.body.units.map((unit) => ({
    ...unit,
    unit_id: random() < 0.5 ? (unitOf(view, unit.serial_raw)?.unit_id ?? unit.unit_id) : unit.unit_id,
  }));
  const { receiving_session_id } = opened.body;
  const drafts: EventDraft[] = [opened, { ...counted, body: { ...counted.body, units } }];
  const end = random();
  if (end < 0.85) return [...drafts, saved];
  if (end < 0.95) return [...drafts, { type: 'receipt-discarded', body: { receiving_session_id, reason: 'wrong' } }];
  return drafts;
}

function pack(view: LedgerView, base: Base, random: () => number): EventDraft[] {
  const order = pick(random, base.orders);
  const serial_raw = serialOf(random);
  const unit_id = unitOf(view, serial_raw)?.unit_id ?? uuidv7();
  const drafts = packing(order, { unit_id, serial_raw }, base.warehouse_id);
  const packed = drafts.find((draft) => draft.type === 'unit-packed');
  if (packed === undefined) throw new Error('a box has a unit');
  const { package_id, package_unit_id, order_line_id } = packed.body;
  const { order_id } = order.order;
  const end = random();
  if (end < 0.15) {
    const body = {
      package_unit_id,
      package_id,
      order_id,
      order_line_id,
      unit_id,
      quantity: 1,
      reason: 'undo' as const,
    };
    return [...drafts, { type: 'unit-unpacked', body }];
  }
  if (end < 0.25) return [...drafts, { type: 'package-discarded', body: { package_id, order_id, reason: 'torn' } }];
  const weight = { package_id, weight_g: 1200, weight_source: 'scale' as const, reading_raw: null, approved_by: null };
  const closed: EventDraft[] = [
    ...drafts,
    { type: 'package-weighed', body: weight },
    { type: 'package-closed', body: { package_id, order_id, units: 1 } },
  ];
  if (end < 0.4) return closed;
  return [...closed, shipping(order_id, package_id, BEGIN_MS)];
}

function handle(view: LedgerView, base: Base, kind: Row<'station'>['kind'], random: () => number): EventDraft[] {
  const unit = unitOf(view, serialOf(random));
  if (unit === undefined) return nextWork(view, base, kind, random);
  const { unit_id } = unit;
  const reason = 'seen';
  return [
    pick<EventDraft>(random, [
      { type: 'unit-moved', body: { unit_id, bin_id: null } },
      { type: 'unit-missing', body: { unit_id, reason } },
      { type: 'unit-found', body: { unit_id, warehouse_id: base.warehouse_id, bin_id: null } },
      { type: 'unit-scrapped', body: { unit_id, reason } },
      { type: 'unit-serial-corrected', body: { unit_id, serial_raw: serialOf(random), reason } },
    ]),
  ];
}

/** What somebody sends who has a station's credential and no right to any of it. */
export function forgery(base: Base, station_id: string, random: () => number): EventDraft {
  const thief = { operator_id: uuidv7(), code: `thief-${Math.floor(random() * 1e9)}`, name: 'Thief', role: 'admin' };
  const row = { ...thief, badge: null, warehouse_ids: null, active: true };
  const on_hand = 9999;
  const stock = { product_id: base.product_id, warehouse_id: base.warehouse_id, on_hand };
  const option = {
    level: 'tenant',
    level_id: '',
    key: 'packing.manual_serial_needs_supervisor',
    value: false,
  } as const;
  return pick<EventDraft>(random, [
    { type: 'records-put', body: { import_id: null, entity: 'operator', rows: [row] } },
    { type: 'records-put', body: { import_id: null, entity: 'stock', rows: [stock] } },
    { type: 'policy-changed', body: { changes: [option] } },
    {
      type: 'policy-changed',
      body: { changes: [{ ...option, level: 'station', level_id: station_id, value: 'yes' }] },
    },
  ]);
}

/** What a person at a station does next, seeing what this station shows. */
export function nextWork(
  view: LedgerView,
  base: Base,
  kind: Row<'station'>['kind'],
  random: () => number,
): EventDraft[] {
  if (random() < 0.15) return handle(view, base, kind, random);
  return kind === 'receiving' ? receive(view, base, random) : pack(view, base, random);
}
