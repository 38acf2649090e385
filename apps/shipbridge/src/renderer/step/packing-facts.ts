import type { PackingBox, PackingLine, PackingState } from '@serialbridge/protocol/station';

export type OpenOrder = NonNullable<PackingState['order']>;

/** What every step of the wizard is shown. */
export interface StepProps {
  readonly packing: PackingState;
  readonly order: OpenOrder;
}

export const missing = (line: PackingLine): number => Math.max(0, line.quantity - line.quantity_packed);

export const currentLine = (packing: PackingState): PackingLine | null =>
  packing.lines.find((line) => line.order_line_id === packing.current_line_id) ?? null;

/** Boxes that leave: not shipped yet, with something in them. */
export const liveBoxes = (packing: PackingState): readonly PackingBox[] =>
  packing.packages.filter((box) => box.state !== 'shipped' && box.units > 0);

export const currentBox = (packing: PackingState): PackingBox | null =>
  packing.packages.find((box) => box.package_id === packing.current_package_id) ?? null;

/** The box that waits for the scale: the current one if it has no weight, else the first without, else the current one. */
export function boxToWeigh(packing: PackingState): PackingBox | null {
  const boxes = liveBoxes(packing);
  const current = boxes.find((box) => box.package_id === packing.current_package_id);
  if (current !== undefined && current.weight_g === null) return current;
  return boxes.find((box) => box.weight_g === null) ?? current ?? boxes[0] ?? null;
}

/** One at a time can be said of such a line without a serial. */
export const takesQuantity = (line: PackingLine): boolean =>
  line.product.serial_policy === 'none' || line.product.serial_policy === 'optional';

export const unitsOf = (packing: PackingState): { readonly done: number; readonly total: number } => ({
  done: packing.lines.reduce((sum, line) => sum + line.quantity_packed, 0),
  total: packing.lines.reduce((sum, line) => sum + line.quantity, 0),
});
