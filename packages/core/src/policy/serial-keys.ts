import { z } from 'zod';
import { SerialPolicy } from '../model/catalog-rows.ts';
import { placed } from './declare-key.ts';

/** No serial is longer than this, whatever an option says: patterns then run over bounded text, and it fits a message. */
export const SERIAL_LENGTH_LIMIT = 200;

const on = z.boolean();
const general = { group: 'serial.general', built: false, levels: ['tenant'], who: 'admin' } as const;
const placedGeneral = { group: 'serial.general', built: true, who: 'admin' } as const;
const documents = { group: 'serial.documents', built: false, levels: ['tenant'], who: 'admin' } as const;
const Length = z.int().min(1).max(SERIAL_LENGTH_LIMIT);

/** Central: client settings and product preferences that concern serials (OPTIONS.md). */
export const SERIAL_KEYS = {
  'serial.default_policy': placed(SerialPolicy, 'none', null, {
    ...general,
    built: true,
    meaning: 'Whether products created from now on carry serials, and when they are asked for.',
  }),
  'serial.length_min': placed(Length, 1, 'characters', {
    ...placedGeneral,
    levels: ['tenant'],
    meaning: 'The fewest characters of a serial; a product may set its own.',
  }),
  'serial.length_max': placed(Length, 64, 'characters', {
    ...placedGeneral,
    levels: ['tenant'],
    meaning: 'The most characters of a serial; a product may set its own.',
  }),
  'serial.cache_age_warning_minutes': placed(z.int().min(1).max(100_000), 60, 'minutes', {
    ...placedGeneral,
    meaning: 'A verdict given on data from central older than this carries a warning.',
  }),
  'serial.warn_near_duplicate': placed(on, true, null, {
    ...placedGeneral,
    meaning: 'Warns when a serial is one character off one just scanned.',
  }),
  'serial.validate_outgoing': placed(on, false, null, {
    ...general,
    meaning:
      'On any outgoing use the serial must match one received on a purchase order, and serials are deleted only from there.',
  }),
  'serial.validate_globally': placed(on, false, null, {
    ...general,
    meaning:
      'Always asks for serials in transfers, adjustments, kits, cycle counts, credit memo picking, FBA and put-away.',
  }),
  'serial.cost_by_serial': placed(on, false, null, {
    ...general,
    meaning: "The price on the purchase order line that a unit came from is its cost in the order's profit and loss.",
  }),
  'serial.keep_on_transfer': placed(on, true, null, {
    ...general,
    meaning: 'In transfers a unit keeps its serial and its whole history.',
  }),
  'serial.manage_on_order': placed(on, false, null, {
    ...general,
    meaning: 'Serials may be added and edited from the order page.',
  }),
  'serial.show_on_order': placed(on, false, null, { ...documents, meaning: 'Prints serials on order details.' }),
  'serial.show_on_invoice': placed(on, false, null, { ...documents, meaning: 'Prints serials on invoices.' }),
  'serial.simple_grid_for_po': placed(on, false, null, {
    ...documents,
    meaning: "Shows a purchase order's serials as one flat grid instead of groups by receiving session.",
  }),
};
