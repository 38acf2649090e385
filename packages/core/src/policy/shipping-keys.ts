import { z } from 'zod';
import { option } from './declare-key.ts';

const on = z.boolean();
const general = { group: 'shipping.general', source: 'described', built: false } as const;
const product = {
  group: 'shipping.product',
  source: 'described',
  built: false,
  levels: ['product'],
  who: 'options.administer',
} as const;

/** What happens between the closed box and the carrier, and the products' shipping preferences. */
export const SHIPPING_KEYS = {
  'shipping.allow_manual_tracking': option(on, true, null, {
    ...general,
    built: true,
    meaning: 'A tracking number may be keyed or scanned instead of buying a label.',
  }),
  'shipping.auto_rates': option(on, true, null, {
    ...general,
    built: true,
    meaning: 'Rates are fetched when the last item passes.',
  }),
  'shipping.auto_ship': option(on, false, null, {
    ...general,
    meaning: 'Choosing a rate buys the label, prints it and closes the order.',
  }),
  'shipping.filter_packaging_by_service': option(on, true, null, {
    ...general,
    meaning: 'The list of packages is filtered by the carrier service.',
  }),
  'shipping.show_declared_value': option(on, false, null, {
    ...general,
    source: 'named',
    meaning: 'Shows the declared value.',
  }),
  'shipping.show_address_type': option(on, false, null, {
    ...general,
    source: 'named',
    meaning: 'Shows whether the address is residential or commercial.',
  }),
  'shipping.validate_address_type': option(on, false, null, {
    ...general,
    source: 'named',
    meaning: 'Asks the carrier whether the address is residential or commercial.',
  }),
  'shipping.default_service': option(z.string().max(100), '', null, {
    ...general,
    source: 'ours',
    meaning: 'The service for an order that asks for none; empty asks.',
  }),
  'shipping.rush_service': option(z.string().max(100), '', null, {
    ...general,
    source: 'ours',
    meaning: 'The service for a rush order; empty asks.',
  }),
  'shipping.pin_above_total_cents': option(z.int().min(0).max(100_000_000_00), 0, 'cents', {
    ...general,
    source: 'ours',
    meaning: 'An order worth more than this needs a PIN to ship; 0 is never.',
  }),
  'shipping.customs_items': option(on, true, null, {
    ...general,
    source: 'ours',
    meaning: 'Asks for customs items when the destination is foreign.',
  }),
  'shipping.insure': option(on, false, null, {
    ...general,
    source: 'ours',
    meaning: 'Offers insurance for a package.',
  }),
  'shipping.allow_without_payment': option(on, false, null, {
    ...general,
    who: 'options.administer',
    meaning: 'An order that is not paid may be shipped.',
  }),
  'shipping.invoiced_only': option(on, false, null, {
    ...general,
    who: 'options.administer',
    meaning: 'Only invoiced orders reach the packing stations.',
  }),
  'shipping.confirmed_only': option(on, false, null, {
    ...general,
    who: 'options.administer',
    meaning: 'Only confirmed orders reach the packing stations.',
  }),
  'shipping.delivery_signature': option(on, false, null, {
    ...product,
    meaning: 'The carrier must have delivery signed for.',
  }),
  'shipping.delivery_confirmation': option(on, false, null, {
    ...product,
    meaning: 'The carrier must confirm delivery.',
  }),
  'shipping.truck_allowed': option(on, false, null, { ...product, meaning: 'The product may go by truck.' }),
  'shipping.truck_forced': option(on, false, null, { ...product, meaning: 'The product must go by truck.' }),
  'shipping.acknowledge_warning': option(z.string().max(1000), '', null, {
    ...product,
    meaning: 'A warning that the packer must acknowledge; empty is none.',
  }),
  'shipping.required_information': option(z.string().max(300), '', null, {
    ...product,
    meaning: 'What the packer must enter when this product is packed; empty is nothing.',
  }),
  'shipping.transparency_sticker': option(on, false, null, {
    ...product,
    meaning: 'Each unit needs a transparency sticker.',
  }),
  'shipping.hazmat': option(on, false, null, { ...product, meaning: 'The product is a dangerous good.' }),
  'shipping.expirable': option(on, false, null, { ...product, meaning: 'Units carry an expiry date.' }),
  'shipping.batteries': option(z.int().min(0).max(1000), 0, 'batteries', {
    ...product,
    meaning: 'How many batteries lie in the box.',
  }),
  'shipping.drop_ship_mode': option(z.enum(['from-site', 'by-vendor']), 'from-site', null, {
    ...product,
    meaning: 'Who ships the product.',
  }),
  'shipping.carrier': option(z.string().max(100), '', null, {
    ...product,
    meaning: 'The carrier this product must go by; empty is any.',
  }),
  'shipping.method': option(z.string().max(100), '', null, {
    ...product,
    meaning: 'The service this product must go by; empty is any.',
  }),
};
