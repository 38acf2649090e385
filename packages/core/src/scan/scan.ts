import { z } from 'zod';
import { gs1MessageSchema } from '../gs1/gs1-message.ts';
import { readGs1 } from '../gs1/read-gs1.ts';
import { splitAimId } from '../gs1/aim-id.ts';

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
  /** What the code says: AIM id, prefix and suffix taken off, GS kept. */
  text: z.string(),
  aim_id: z.string().optional(),
  symbology: z.string().optional(),
  addon: z.string().optional(),
  gs1: gs1MessageSchema.optional(),
  /** The device ended the code by silence, not by a suffix: two quick codes could merge. The station says so. */
  without_suffix: z.boolean().optional(),
  /** Caps Lock was on at a keyboard wedge: letters may have changed case. The station says so. */
  caps_lock: z.boolean().optional(),
});
export type Scan = z.infer<typeof scanSchema>;

export interface ScanOrigin {
  readonly scan_id: string;
  readonly at: number;
  readonly device_id: string;
  readonly via: ScanVia;
  readonly raw_hex?: string | undefined;
}

/** Makes a scan of what a device sent (AIM id still in front): splits the AIM id, names the symbology, reads GS1. */
export function makeScan(origin: ScanOrigin, sent: string): Scan {
  const { raw_hex: rawHex, ...rest } = origin;
  const code = splitAimId(sent);
  const gs1 = readGs1(code.text, { aim_id: code.aim_id, year: new Date(origin.at).getUTCFullYear() });
  return {
    ...rest,
    ...(rawHex === undefined ? {} : { raw_hex: rawHex }),
    ...code,
    ...(gs1 === null ? {} : { gs1 }),
  };
}
