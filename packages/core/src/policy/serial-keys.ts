import { z } from 'zod';
import { SerialPolicy } from '../model/catalog-rows.ts';
import { option } from './declare-key.ts';

/** No serial is longer than this, whatever an option says: patterns then run over bounded text, and it fits a message. */
export const SERIAL_LENGTH_LIMIT = 200;

const on = z.boolean();
const general = {
  group: 'serial.general',
  source: 'described',
  built: false,
  levels: ['tenant'],
  who: 'options.administer',
} as const;
const placedGeneral = { group: 'serial.general', source: 'described', built: true, who: 'options.administer' } as const;
const documents = {
  group: 'serial.documents',
  source: 'described',
  built: false,
  levels: ['tenant'],
  who: 'options.administer',
} as const;
const Length = z.int().min(1).max(SERIAL_LENGTH_LIMIT);

/** Central: client settings and product preferences that concern serials. */
export const SERIAL_KEYS = {
  'serial.default_policy': option(SerialPolicy, 'none', null, {
    ...general,
    built: true,
    meaning: 'Whether products created from now on carry serials, and when they are asked for.',
  }),
  'serial.length_min': option(Length, 1, 'characters', {
    ...placedGeneral,
    levels: ['tenant'],
    meaning: 'The fewest characters of a serial; a product may set its own.',
  }),
  'serial.length_max': option(Length, 64, 'characters', {
    ...placedGeneral,
    levels: ['tenant'],
    meaning: 'The most characters of a serial; a product may set its own.',
  }),
  'serial.cache_age_warning_minutes': option(z.int().min(1).max(100_000), 60, 'minutes', {
    ...placedGeneral,
    source: 'ours',
    meaning: 'A verdict given on data from central older than this carries a warning.',
  }),
  'serial.warn_near_duplicate': option(on, true, null, {
    ...placedGeneral,
    source: 'ours',
    meaning: 'Warns when a serial is one character off one just scanned.',
  }),
  'serial.validate_outgoing': option(on, false, null, {
    ...general,
    meaning:
      'On any outgoing use the serial must match one received on a purchase order, and serials are deleted only from there.',
  }),
  'serial.validate_globally': option(on, false, null, {
    ...general,
    meaning:
      'Always asks for serials in transfers, adjustments, kits, cycle counts, credit memo picking, FBA and put-away.',
  }),
  'serial.cost_by_serial': option(on, false, null, {
    ...general,
    meaning: "The price on the purchase order line that a unit came from is its cost in the order's profit and loss.",
  }),
  'serial.keep_on_transfer': option(on, true, null, {
    ...general,
    meaning: 'In transfers a unit keeps its serial and its whole history.',
  }),
  'serial.manage_on_order': option(on, false, null, {
    ...general,
    meaning: 'Serials may be added and edited from the order page.',
  }),
  'serial.show_on_order': option(on, false, null, { ...documents, meaning: 'Prints serials on order details.' }),
  'serial.show_on_invoice': option(on, false, null, { ...documents, meaning: 'Prints serials on invoices.' }),
  'serial.simple_grid_for_po': option(on, false, null, {
    ...documents,
    meaning: "Shows a purchase order's serials as one flat grid instead of groups by receiving session.",
  }),
};
