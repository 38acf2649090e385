import { z } from 'zod';
import { option } from './declare-key.ts';

const on = z.boolean();
const general = { group: 'receiving.general', source: 'described', built: true } as const;
const later = { group: 'receiving.general', source: 'named', built: false } as const;
const crossdock = { group: 'receiving.crossdock', source: 'named', built: false } as const;
const labels = { group: 'receiving.labels', source: 'ours', built: false } as const;

/** Receiving station: Menu > Options. Location and Station are set at pairing and are no policy. */
export const RECEIVING_KEYS = {
  'receiving.auto_enter': option(on, true, null, {
    ...general,
    source: 'named',
    meaning: 'A scan that ends without a suffix submits by itself after a short silence.',
  }),
  'receiving.scan_silence_ms': option(z.int().min(50).max(2000), 300, 'ms', {
    ...general,
    source: 'ours',
    meaning: 'How long the silence is after which a scan without a suffix submits by itself.',
  }),
  'receiving.default_bin': option(z.union([z.literal(''), z.uuid()]), '', null, {
    ...later,
    levels: ['warehouse', 'station'],
    meaning: 'The bin that received units go to; empty asks, or uses none.',
  }),
  'receiving.restrict_warehouse': option(on, false, null, {
    ...later,
    source: 'described',
    meaning: "Only the station's own warehouse may be chosen for received units.",
  }),
  'receiving.require_serial_input': option(on, true, null, {
    ...general,
    meaning: 'A line whose product requires serials cannot be marked received without one serial per unit.',
  }),
  'receiving.require_unique_serial': option(on, true, null, {
    ...general,
    meaning: 'Refuses a serial already scanned on this document, and one equal to any product code of a product on it.',
  }),
  'receiving.validate_duplicates': option(on, true, null, {
    ...general,
    source: 'named',
    meaning: 'Refuses a serial that a unit of this product already has, unless that unit has left and may come back.',
  }),
  'receiving.skip_serial_prompt': option(on, false, null, {
    ...general,
    levels: ['vendor'],
    meaning: 'On purchase orders of this vendor no serial is asked.',
  }),
  'receiving.allow_more_serials': option(on, false, null, {
    ...general,
    meaning: 'Lets serials outnumber the units received.',
  }),
  'receiving.reset_count_on_serial_delete': option(on, true, null, {
    ...general,
    source: 'named',
    meaning: 'Deleting a serial takes its unit off the received quantity too; off: the line is short of a serial.',
  }),
  'receiving.ask_product_information': option(on, false, null, {
    ...later,
    meaning: 'Asks for UPC, weight, dimensions and picture while receiving a product that lacks them.',
  }),
  'receiving.require_location_notes': option(on, false, null, {
    ...later,
    meaning: 'A line cannot be saved without location notes.',
  }),
  'receiving.require_dimensions': option(on, false, null, {
    ...later,
    meaning: "A line cannot be saved without its product's dimensions.",
  }),
  'receiving.require_weights': option(on, false, null, {
    ...later,
    meaning: "A line cannot be saved without its product's weight.",
  }),
  'receiving.require_bin': option(on, false, null, { ...later, meaning: 'A line cannot be saved without a bin.' }),
  'receiving.show_crossdock': option(on, true, null, {
    ...crossdock,
    meaning: 'Shows at the line that open orders wait for this product, how many units, and which.',
  }),
  'receiving.crossdock_single_item_only': option(on, false, null, {
    ...crossdock,
    meaning: 'Cross-dock counts only orders with one unit of one product.',
  }),
  'receiving.crossdock_available_quantity': option(on, false, null, {
    ...crossdock,
    meaning: 'Cross-dock demand is the shortage in available quantity, not the sum of unshipped units.',
  }),
  'receiving.crossdock_positive_inventory': option(on, false, null, {
    ...crossdock,
    meaning: 'Shows cross-dock demand even when stock is positive.',
  }),
  'receiving.block_negative_inventory': option(on, false, null, {
    ...later,
    source: 'described',
    meaning: 'Blocks receiving a product whose stock is below zero until it is adjusted to zero.',
  }),
  'receiving.show_on_hand': option(on, true, null, {
    ...general,
    meaning: "Shows the on-hand quantity in the station's warehouse, with the age of the figure when offline.",
  }),
  'receiving.over_receive_allowed': option(on, false, null, {
    ...general,
    meaning: 'Accepts more units than ordered and marks them as an overage; off: more than ordered is refused.',
  }),
  'receiving.over_receive_percent': option(z.number().min(0).max(1000), 0, 'percent', {
    ...general,
    source: 'ours',
    meaning: 'How much more than ordered is accepted where over-receiving is allowed; 0 is no limit.',
  }),
  'receiving.label_per': option(z.enum(['none', 'unit', 'line', 'session']), 'none', null, {
    ...labels,
    meaning: 'What a label is printed for.',
  }),
  'receiving.label_when': option(z.enum(['on-save', 'on-demand']), 'on-demand', null, {
    ...labels,
    meaning: 'When labels are printed.',
  }),
  'receiving.label_template': option(z.string().max(100), '', null, {
    ...labels,
    meaning: "The label's template; empty is the built-in one.",
  }),
  'receiving.label_printer': option(z.string().max(200), '', null, {
    ...labels,
    levels: ['warehouse', 'station'],
    meaning: 'The printer that labels go to; empty asks.',
  }),
  'receiving.label_copies': option(z.int().min(1).max(20), 1, 'copies', {
    ...labels,
    meaning: 'How many copies of each label are printed.',
  }),
  'returns.require_serial_validation': option(on, true, null, {
    group: 'returns.general',
    source: 'named',
    built: true,
    meaning: 'A returned serial must be one that was shipped on the order that the RMA refers to.',
  }),
};
