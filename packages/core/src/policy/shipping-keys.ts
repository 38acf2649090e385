import { z } from 'zod';
import { placed } from './declare-key.ts';

const on = z.boolean();
const general = { group: 'shipping.general', built: false } as const;
const product = { group: 'shipping.product', built: false, levels: ['product'], who: 'admin' } as const;

/** What happens between the closed box and the carrier, and the products' shipping preferences (OPTIONS.md). */
export const SHIPPING_KEYS = {
  'shipping.allow_manual_tracking': placed(on, true, null, {
    ...general,
    built: true,
    meaning: 'A tracking number may be keyed or scanned instead of buying a label.',
  }),
  'shipping.auto_rates': placed(on, true, null, {
    ...general,
    built: true,
    meaning: 'Rates are fetched when the last item passes.',
  }),
  'shipping.auto_ship': placed(on, false, null, {
    ...general,
    meaning: 'Choosing a rate buys the label, prints it and closes the order.',
  }),
  'shipping.filter_packaging_by_service': placed(on, true, null, {
    ...general,
    meaning: 'The list of packages is filtered by the carrier service.',
  }),
  'shipping.show_declared_value': placed(on, false, null, { ...general, meaning: 'Shows the declared value.' }),
  'shipping.show_address_type': placed(on, false, null, {
    ...general,
    meaning: 'Shows whether the address is residential or commercial.',
  }),
  'shipping.validate_address_type': placed(on, false, null, {
    ...general,
    meaning: 'Asks the carrier whether the address is residential or commercial.',
  }),
  'shipping.default_service': placed(z.string().max(100), '', null, {
    ...general,
    meaning: 'The service for an order that asks for none; empty asks.',
  }),
  'shipping.rush_service': placed(z.string().max(100), '', null, {
    ...general,
    meaning: 'The service for a rush order; empty asks.',
  }),
  'shipping.pin_above_total_cents': placed(z.int().min(0).max(100_000_000_00), 0, 'cents', {
    ...general,
    meaning: 'An order worth more than this needs a PIN to ship; 0 is never.',
  }),
  'shipping.customs_items': placed(on, true, null, {
    ...general,
    meaning: 'Asks for customs items when the destination is foreign.',
  }),
  'shipping.insure': placed(on, false, null, { ...general, meaning: 'Offers insurance for a package.' }),
  'shipping.allow_without_payment': placed(on, false, null, {
    ...general,
    who: 'admin',
    meaning: 'An order that is not paid may be shipped.',
  }),
  'shipping.invoiced_only': placed(on, false, null, {
    ...general,
    who: 'admin',
    meaning: 'Only invoiced orders reach the packing stations.',
  }),
  'shipping.confirmed_only': placed(on, false, null, {
    ...general,
    who: 'admin',
    meaning: 'Only confirmed orders reach the packing stations.',
  }),
  'shipping.delivery_signature': placed(on, false, null, {
    ...product,
    meaning: 'The carrier must have delivery signed for.',
  }),
  'shipping.delivery_confirmation': placed(on, false, null, {
    ...product,
    meaning: 'The carrier must confirm delivery.',
  }),
  'shipping.truck_allowed': placed(on, false, null, { ...product, meaning: 'The product may go by truck.' }),
  'shipping.truck_forced': placed(on, false, null, { ...product, meaning: 'The product must go by truck.' }),
  'shipping.acknowledge_warning': placed(z.string().max(1000), '', null, {
    ...product,
    meaning: 'A warning that the packer must acknowledge; empty is none.',
  }),
  'shipping.required_information': placed(z.string().max(300), '', null, {
    ...product,
    meaning: 'What the packer must enter when this product is packed; empty is nothing.',
  }),
  'shipping.transparency_sticker': placed(on, false, null, {
    ...product,
    meaning: 'Each unit needs a transparency sticker.',
  }),
  'shipping.hazmat': placed(on, false, null, { ...product, meaning: 'The product is a dangerous good.' }),
  'shipping.expirable': placed(on, false, null, { ...product, meaning: 'Units carry an expiry date.' }),
  'shipping.batteries': placed(z.int().min(0).max(1000), 0, 'batteries', {
    ...product,
    meaning: 'How many batteries lie in the box.',
  }),
  'shipping.drop_ship_mode': placed(z.enum(['from-site', 'by-vendor']), 'from-site', null, {
    ...product,
    meaning: 'Who ships the product.',
  }),
  'shipping.carrier': placed(z.string().max(100), '', null, {
    ...product,
    meaning: 'The carrier this product must go by; empty is any.',
  }),
  'shipping.method': placed(z.string().max(100), '', null, {
    ...product,
    meaning: 'The service this product must go by; empty is any.',
  }),
};
