import { describe, expect, it } from 'vitest';
import { shownKeys } from './option-rows.ts';

describe('options that a station’s screens know', () => {
  it.each([
    'packing.allow_multiple_quantity',
    'packing.allow_multiple_packages',
    'packing.manual_serial_needs_supervisor',
    'packing.wrong_item_message_box',
    'packing.show_thumbnails',
    'packing.scan_silence_ms',
    'packing.weight_tolerance_percent',
    'packing.weight_tolerance_grams',
    'shipping.allow_manual_tracking',
    'shipping.auto_rates',
    'station.recognize_scanner',
  ] as const)('shipbridge: %s', (key) => {
    expect(shownKeys('shipbridge')).toContain(key);
  });

  it.each(['receiving.auto_enter', 'receiving.scan_silence_ms', 'receiving.show_on_hand'] as const)(
    'receivebridge: %s',
    (key) => {
      expect(shownKeys('receivebridge')).toContain(key);
    },
  );

  it('nobody gets the other station’s', () => {
    expect(shownKeys('receivebridge').filter((key) => key.startsWith('packing.'))).toEqual([]);
    expect(shownKeys('shipbridge').filter((key) => key.startsWith('receiving.'))).toEqual([]);
  });
});
