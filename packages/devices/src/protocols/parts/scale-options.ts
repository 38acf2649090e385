import { z } from 'zod';

/** What differs between scales of one protocol; each protocol says which it reads. */
export const scaleOptionsSchema = z.object({
  /** Characters of the value field; null takes any width. */
  value_width: z.number().int().min(4).max(20).nullable().optional(),
  /** The unit the scale is set to, where its frames do not carry it (Toledo 8217). */
  unit: z.enum(['g', 'kg', 'oz', 'lb']).optional(),
  /** Where frames carry no mark of stability (Adam): equal readings for this long (ms) are one. */
  settle_ms: z.number().int().min(100).max(10_000).optional(),
  /** The exponent of a scale that is known to leave its decimal places out: stands for a sent 0, any other is kept. */
  exponent_offset: z.number().int().min(-6).max(6).optional(),
  /** Toledo continuous: whether its frames end with a checksum (they do from the factory). */
  checksum: z.boolean().optional(),
  /** An output report (hex, its id in front) that zeroes a HID scale whose descriptor does not offer it. */
  zero_report_hex: z
    .string()
    .regex(/^(?:[0-9a-f]{2})+$/u)
    .optional(),
  /** A known model that says its weight in a way nobody documented: it is told apart and refused, never guessed at. */
  unsupported: z.literal(true).optional(),
});
export type ScaleOptions = z.infer<typeof scaleOptionsSchema>;
