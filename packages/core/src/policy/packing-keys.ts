import { z } from 'zod';
import { option } from './declare-key.ts';

const on = z.boolean();
const scan = { group: 'packing.scan-and-ship', source: 'named', built: true } as const;
const later = { group: 'packing.scan-and-ship', source: 'named', built: false } as const;
const weight = { group: 'packing.weight', source: 'ours', built: true } as const;
const kits = { group: 'packing.kits', source: 'described', built: false } as const;
const documents = { group: 'packing.documents', source: 'ours', built: false } as const;

/** Packing station: Menu > Options > Scan and Ship, and what its other tabs say of the box. */
export const PACKING_KEYS = {
  'packing.require_serial_validation': option(on, true, null, {
    ...scan,
    source: 'described',
    meaning: 'Each unit of a product with serials must get a serial that passes every rule in force.',
  }),
  'packing.require_serial_match_po': option(on, true, null, {
    ...scan,
    source: 'described',
    meaning: 'The serial must belong to this product, have been received, and be in stock in this warehouse.',
  }),
  'packing.allow_manual_serial': option(on, false, null, {
    ...scan,
    source: 'described',
    meaning: 'A serial that fails may be kept with a reason; the event carries the failing rules.',
  }),
  'packing.manual_serial_needs_supervisor': option(on, true, null, {
    ...scan,
    source: 'ours',
    meaning: 'Keeping a serial that fails needs the badge and PIN of a supervisor.',
  }),
  'packing.allow_multiple_quantity': option(on, false, null, {
    ...scan,
    meaning:
      'One scan plus a quantity for products without serials; a product with serials is always one scan per unit.',
  }),
  'packing.replacement_needs_pin': option(on, true, null, {
    ...later,
    source: 'described',
    meaning: "A substitute product needs a supervisor's own PIN or badge.",
  }),
  'packing.wrong_item_message_box': option(on, false, null, {
    ...scan,
    meaning: 'A wrong item shows a box that must be dismissed, instead of the refusal in the line.',
  }),
  'packing.scan_silence_ms': option(z.int().min(50).max(2000), 300, 'ms', {
    ...scan,
    source: 'ours',
    meaning: 'How long the silence is after which a scan without a suffix submits by itself.',
  }),
  'packing.input_type': option(z.enum(['scanner', 'keyboard']), 'scanner', null, {
    ...scan,
    meaning: 'Scanner: a read submits itself; keyboard: Enter submits.',
  }),
  'packing.hide_input_toggle': option(on, false, null, { ...later, meaning: 'Hides the Scanner / Keyboard buttons.' }),
  'packing.input_focus': option(z.enum(['last-used', 'order', 'sku']), 'last-used', null, {
    ...later,
    meaning: 'Which field takes typed text; scans go by their meaning, whatever has the focus.',
  }),
  'packing.exclude_not_picked': option(on, false, null, {
    ...scan,
    meaning: 'Orders that are not picked are not offered.',
  }),
  'packing.open_by_tote': option(on, false, null, {
    ...scan,
    meaning: 'An order may be opened by its put-wall slot or tote barcode.',
  }),
  'packing.require_confirmed': option(on, false, null, {
    ...scan,
    source: 'described',
    meaning: 'An unconfirmed order cannot be packed.',
  }),
  'packing.confirm_after_scan': option(on, false, null, {
    ...scan,
    meaning: 'The order is confirmed by itself when its last item passes.',
  }),
  'packing.use_links': option(on, true, null, { ...later, meaning: 'Order and product numbers open the console.' }),
  'packing.force_alias_checker': option(on, false, null, {
    ...later,
    meaning: 'Every code goes through product codes and aliases, even when it equals a SKU.',
  }),
  'packing.show_thumbnails': option(on, true, null, {
    ...scan,
    meaning: 'Shows the picture of the product beside the line, and large after a scan.',
  }),
  'packing.clear_cache': option(on, true, null, {
    ...later,
    meaning: 'Drops pictures and closed orders that are old; never events that are not sent.',
  }),
  'packing.clear_cache_days': option(z.int().min(1).max(3650), 30, 'days', {
    ...later,
    source: 'ours',
    meaning: 'How old pictures and closed orders are when they are dropped.',
  }),
  'packing.weight_source': option(z.enum(['scale', 'typed', 'summed']), 'scale', null, {
    ...weight,
    built: false,
    meaning: "Where a box's weight comes from first.",
  }),
  'packing.weight_tolerance_percent': option(z.number().min(0).max(100), 5, 'percent', {
    ...weight,
    meaning: 'How far a box may be off the weight of its products, in percent, before a supervisor must release it.',
  }),
  'packing.weight_tolerance_grams': option(z.int().min(0).max(100_000), 100, 'g', {
    ...weight,
    meaning:
      'How far a box may be off the weight of its products, in grams, before a supervisor must release it; the larger of percent and grams counts.',
  }),
  'packing.allow_multiple_packages': option(on, true, null, {
    ...scan,
    source: 'ours',
    meaning: 'An order may leave in several packages.',
  }),
  'packing.batch_single_item': option(on, false, null, {
    ...later,
    source: 'ours',
    meaning: 'Offers like single-item orders as one batch.',
  }),
  'packing.kit_hide_parent': option(on, false, null, { ...kits, meaning: 'Only the components of a kit are listed.' }),
  'packing.kit_auto_scan_empty': option(on, true, null, {
    ...kits,
    source: 'named',
    meaning: 'A kit without components to scan passes by itself.',
  }),
  'packing.kit_find_replacements': option(on, false, null, {
    ...kits,
    source: 'named',
    meaning: 'A listed substitute is accepted for a component.',
  }),
  'packing.kit_parent_scans_all': option(on, false, null, {
    ...kits,
    meaning:
      'Scanning the kit parent scans the whole kit; components that require serials are still asked for each serial.',
  }),
  'packing.kit_main_component_scans_all': option(on, false, null, {
    ...kits,
    meaning:
      'Scanning the main component scans the whole kit; components that require serials are still asked for each serial.',
  }),
  'packing.print_packing_slip': option(on, false, null, {
    ...documents,
    meaning: 'Prints a packing slip, with the serials, when the order is closed.',
  }),
  'packing.print_invoice': option(on, false, null, {
    ...documents,
    meaning: 'Prints an invoice, with the serials, when the order is closed.',
  }),
};
