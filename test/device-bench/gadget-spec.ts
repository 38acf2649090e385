/** A USB device the guest plays: what it says of itself, and what it does. Plain data, sent to the guest as JSON. */
export interface GadgetSpec {
  /** Also the name of its folder in configfs. */
  readonly name: string;
  /** Four hex digits. */
  readonly vendor_id: string;
  readonly product_id: string;
  readonly serial_number: string;
  readonly manufacturer: string;
  readonly product: string;
  readonly function:
    | { readonly type: 'hid'; readonly report_length: number; readonly descriptor: string }
    | { readonly type: 'acm' }
    | { readonly type: 'printer'; readonly ieee1284: string };
}
