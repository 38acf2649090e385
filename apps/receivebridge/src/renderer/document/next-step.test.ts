import type { ReceivingLine, ReceivingState } from '@serialbridge/protocol/station';
import { describe, expect, it } from 'vitest';
import { isFull, nextStep, serialCount } from './next-step.ts';

const line = (change: Partial<ReceivingLine>): ReceivingLine => ({
  line_id: 'l',
  line_number: 1,
  product: { product_id: 'p', sku: 'CAM', name: 'Camera', picture: null, serial_policy: 'required', serial_hint: null },
  quantity_ordered: 5,
  quantity_received: 0,
  quantity_counted: 0,
  serials_counted: 0,
  serials_missing: 0,
  on_hand: null,
  ...change,
});
const state = (phase: ReceivingState['phase'], only: ReceivingLine, current = true): ReceivingState => ({
  phase,
  session: null,
  lines: [only],
  current_line_id: current ? only.line_id : null,
  blockers: [],
  last_scans: [],
  can_undo: false,
});

describe('serials of a line', () => {
  it('count towards what is still to come', () => {
    expect(serialCount(line({ quantity_received: 2, serials_counted: 1, quantity_counted: 1 }))).toEqual({
      done: 1,
      total: 3,
    });
  });

  it('count towards the units marked as received, when serials lag behind', () => {
    expect(serialCount(line({ quantity_counted: 3, serials_counted: 1, serials_missing: 2 }))).toEqual({
      done: 1,
      total: 3,
    });
  });

  it('more than ordered shows as more, not as the goal', () => {
    expect(serialCount(line({ serials_counted: 7, quantity_counted: 7 }))).toEqual({ done: 7, total: 5 });
  });
});

describe('what to do next', () => {
  it.each([
    ['a product', state('lines', line({}), false), 'receivebridge.next.product'],
    ['the next serial', state('serials', line({ serials_counted: 2 })), 'receivebridge.next.serial'],
    [
      'the next product, the line being complete',
      state('serials', line({ serials_counted: 5, quantity_counted: 5 })),
      'receivebridge.next.serials-done',
    ],
    [
      'save, when every line is full',
      state('lines', line({ serials_counted: 5, quantity_counted: 5 }), false),
      'receivebridge.next.save',
    ],
  ])('%s', (_what, given, code) => {
    expect(nextStep(given).code).toBe(code);
  });

  it('names the number of the serial to scan', () => {
    expect(nextStep(state('serials', line({ serials_counted: 2 }))).params).toEqual({
      number: 3,
      total: 5,
      sku: 'CAM',
    });
  });

  it('a line with a missing serial is not full', () => {
    expect(isFull(line({ quantity_counted: 5, serials_counted: 4, serials_missing: 1 }))).toBe(false);
  });
});
