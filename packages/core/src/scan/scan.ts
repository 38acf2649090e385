import { z } from 'zod';
import { scannedCodeSchema, type ScannedCode } from '../gs1/aim-id.ts';
import { gs1MessageSchema } from '../gs1/gs1-message.ts';
import { readGs1 } from '../gs1/read-gs1.ts';
import { labelSchema } from '../labels/label.ts';
import { readLabel } from '../labels/read-label.ts';

/** How a scan came in. A device has exactly one of these channels. `screen` is a code typed or tapped by hand. */
export const scanViaSchema = z.enum(['wedge', 'serial', 'hid', 'usb', 'tcp', 'simulated', 'screen']);
export type ScanVia = z.infer<typeof scanViaSchema>;

/** One barcode as one device read it. Everything after it (product, serial, order, command …) is routing's business. */
export const scanSchema = z.object({
  scan_id: z.string().min(1),
  /** Epoch milliseconds, station's clock: when the last byte or key arrived. */
  at: z.number().int(),
  device_id: z.string().min(1),
  via: scanViaSchema,
  /** The bytes as they came, suffix included where the link shows it. */
  raw_hex: z
    .string()
    .regex(/^(?:[0-9a-f]{2})*$/u)
    .optional(),
  ...scannedCodeSchema.shape,
  /** Null: nothing says that it is a GS1 code. */
  gs1: gs1MessageSchema.nullable(),
  /** A label that names its fields; absent: it is none. */
  label: labelSchema.optional(),
  /** The device ended the code by silence, not by a suffix: two quick codes could merge. The station says so. */
  without_suffix: z.boolean().optional(),
});
export type Scan = z.infer<typeof scanSchema>;

export interface ScanOrigin {
  readonly scan_id: string;
  readonly at: number;
  readonly device_id: string;
  readonly via: ScanVia;
  readonly raw_hex?: string;
}

/** Makes a scan of a code that was read, and reads GS1 and named fields in it: here, once, for routing and for everybody who looks at it. */
export function makeScan(origin: ScanOrigin, code: ScannedCode): Scan {
  const label = readLabel(code.text);
  return {
    ...origin,
    ...code,
    gs1: readGs1(code, { year: new Date(origin.at).getUTCFullYear() }),
    ...(label === null ? {} : { label }),
  };
}
