import type { PackageRow } from '../model/document-rows.ts';
import type { CaseFact } from '../model/unit-rows.ts';
import type { Fold } from './fold.ts';
import { earlierFact } from './open-case.ts';

/** That the order was cancelled; none if it was imported so long ago that nobody knows by which event. */
export function cancellationOf(fold: Fold, order_id: string): CaseFact[] {
  const event_id = fold.row('order', order_id)?.cancelled_event_id ?? null;
  if (event_id === null) return [];
  const about = { document_kind: 'order', document_id: order_id, warehouse_id: null };
  return [earlierFact(fold, event_id, { ...about, type: 'records-put' })];
}

/** That a station has a box for the order. One fact a box: what lies in it may be thousands of units. */
export function boxFact(fold: Fold, pack: PackageRow): CaseFact[] {
  if (pack.opened_event_id === undefined || pack.opened_event_id === null) return [];
  const { station_id, opened_at, order_id } = pack;
  const about = { station_id, captured_at: opened_at, document_kind: 'order', document_id: order_id };
  const warehouse_id = fold.row('station', station_id)?.warehouse_id ?? null;
  return [earlierFact(fold, pack.opened_event_id, { ...about, warehouse_id, type: 'package-opened' })];
}
