import type { ReadHandle } from '@serialbridge/cache';
import type { OperatorRow } from '@serialbridge/core/model';

/** The active operator with this code or badge who may work in the warehouse; null: none. Of two with one code it is the first one's. */
export function findOperator(
  read: ReadHandle,
  by: 'code' | 'badge',
  value: string,
  warehouse_id: string,
): OperatorRow | null {
  const rows = read
    .all(`SELECT * FROM live_operator WHERE ${by} = ? AND active = 1 ORDER BY double_of IS NOT NULL`, [value])
    .map((row) => read.decode('operator', row));
  return rows.find(({ warehouse_ids }) => warehouse_ids === null || warehouse_ids.includes(warehouse_id)) ?? null;
}
