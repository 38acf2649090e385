import type { UnitRow } from '../model/unit-rows.ts';
import { type Fold, isSettled } from './fold.ts';
import { contradict, unitFact } from './unit-facts.ts';
import { unitCase } from './open-case.ts';

/** The other unit that holds a unit's place in the unique index, if there is one. */
export function holderOf(fold: Fold, unit: UnitRow): UnitRow | undefined {
  return fold
    .unitsBySerial(unit.serial_norm)
    .find(
      (other) =>
        other.unit_id !== unit.unit_id &&
        other.serial_norm === unit.serial_norm &&
        other.scope_key === unit.scope_key &&
        isSettled(other),
    );
}

/** A unit imported as it is. One that is known already keeps its row: its state follows from its events alone. */
export function settleUnitRow(fold: Fold, row: UnitRow): void {
  if (fold.row('unit', row.unit_id) !== undefined) return;
  const holder = isSettled(row) ? holderOf(fold, row) : undefined;
  if (holder === undefined) {
    fold.putUnit(row);
    return;
  }
  const forked = fold.putUnit({ ...row, forked: true });
  const fact = unitFact(fold, forked);
  contradict(fold, holder, 'case.serial-taken', fact);
  unitCase(fold, 'case.serial-taken', [holder.unit_id, forked.unit_id], [fact]);
}
