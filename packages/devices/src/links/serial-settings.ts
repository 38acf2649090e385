import { z } from 'zod';

/** How a serial port is set up; every one of these is a setting on the device too. */
export const serialSettingsSchema = z.object({
  baud: z.number().int().min(300).max(921_600).default(9600),
  data_bits: z.union([z.literal(7), z.literal(8)]).default(8),
  parity: z.enum(['none', 'even', 'odd']).default('none'),
  stop_bits: z.union([z.literal(1), z.literal(2)]).default(1),
  flow_control: z.enum(['none', 'rts-cts', 'xon-xoff']).default('none'),
});
export type SerialSettings = z.infer<typeof serialSettingsSchema>;
