import { escapeCopy } from '@serialbridge/cache';
import { columnsOf, type Row } from '@serialbridge/core/model';
import { stockUnit, type TestWarehouse } from '@serialbridge/testing/store/test-warehouse';

/** Ids in the order of their numbers, as UUIDv7 of an import are. */
export function idOf(number: number, kind = 0): string {
  const hex = number.toString(16).padStart(12, '0');
  return `019${kind.toString(16)}${hex.slice(0, 4)}-${hex.slice(4, 8)}-7${hex.slice(8, 11)}-8${hex.slice(11)}00-${hex}`;
}

export function serialOf(number: number): string {
  return `SN${String(number).padStart(10, '0')}`;
}

/** The n-th unit in stock; `cost_cents` is its number modulo 1000, so that a sum shows whether all came. */
export function unitOf(w: TestWarehouse, number: number): Row<'unit'> {
  return { ...stockUnit(w, serialOf(number)), unit_id: idOf(number), cost_cents: number % 1000 };
}

export function costOf(from: number, to: number): number {
  let sum = 0;
  for (let number = from; number < to; number += 1) sum += number % 1000;
  return sum;
}

/** One value in PostgreSQL's COPY text. */
export function copyField(value: unknown): string {
  if (value === null || value === undefined) return escapeCopy(null);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return escapeCopy(typeof value === 'string' ? value : JSON.stringify(value));
}

/** A range of units as the text of a snapshot's chunk, made fast: one line is filled in again and again. */
export function unitsAsCopyText(w: TestWarehouse, from: number, to: number): string {
  const template: Readonly<Record<string, unknown>> = unitOf(w, from);
  const columns = columnsOf('unit').map(({ name }) => name);
  const fixed = columns.map((name) => copyField(template[name]));
  const at = (name: string): number => columns.indexOf(name);
  const [id, raw, norm, cost] = [at('unit_id'), at('serial_raw'), at('serial_norm'), at('cost_cents')];
  const lines: string[] = [];
  for (let number = from; number < to; number += 1) {
    const serial = serialOf(number);
    fixed[id] = idOf(number);
    fixed[raw] = serial;
    fixed[norm] = serial;
    fixed[cost] = String(number % 1000);
    lines.push(fixed.join('\t'));
  }
  return `${lines.join('\n')}\n`;
}
