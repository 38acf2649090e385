import type { Finding, ReceivingLine, ReceivingState } from '@serialbridge/protocol/station';

export interface SerialCount {
  readonly done: number;
  readonly total: number;
}

/** Serials of a line: how many are there, of how many. Units already counted set the goal; before that, what is still to come. */
export function serialCount(line: ReceivingLine): SerialCount {
  const open = Math.max(0, line.quantity_ordered - line.quantity_received);
  const expected = open > 0 ? open : line.serials_counted;
  const total = line.serials_missing > 0 ? line.serials_counted + line.serials_missing : expected;
  return { done: line.serials_counted, total };
}

/** Units of a line counted now, of those still to come. */
export function unitCount(line: ReceivingLine): SerialCount {
  return { done: line.quantity_counted, total: Math.max(0, line.quantity_ordered - line.quantity_received) };
}

/** Asks this line for serials? */
export const wantsSerials = (line: ReceivingLine): boolean =>
  line.product.serial_policy === 'required' || line.serials_counted > 0 || line.serials_missing > 0;

export const isFull = (line: ReceivingLine): boolean =>
  line.quantity_received + line.quantity_counted >= line.quantity_ordered && line.serials_missing === 0;

/** What the person should do now, as a sentence's id. */
export function nextStep(state: ReceivingState): Finding {
  const line = state.lines.find(({ line_id }) => line_id === state.current_line_id);
  if (state.phase === 'serials' && line !== undefined) {
    const { done, total } = serialCount(line);
    const code = done >= total ? 'receivebridge.next.serials-done' : 'receivebridge.next.serial';
    return { code, params: { number: done + 1, total, sku: line.product.sku } };
  }
  if (state.lines.length > 0 && state.lines.every(isFull)) return { code: 'receivebridge.next.save', params: {} };
  const counted = state.session?.units_counted ?? 0;
  return { code: counted > 0 ? 'receivebridge.next.product-or-save' : 'receivebridge.next.product', params: {} };
}
