import { z } from 'zod';
import { FRAMER_KINDS } from '../framers/delimited-framer.ts';

/** How a serial port is set up; every one of these is a setting on the device too. */
export const serialSettingsSchema = z.object({
  baud: z.number().int().min(300).max(921_600).default(9600),
  data_bits: z.union([z.literal(7), z.literal(8)]).default(8),
  parity: z.enum(['none', 'even', 'odd']).default('none'),
  stop_bits: z.union([z.literal(1), z.literal(2)]).default(1),
  flow_control: z.enum(['none', 'rts-cts', 'xon-xoff']).default('none'),
});
export type SerialSettings = z.infer<typeof serialSettingsSchema>;

const common = {
  profile: z.string().regex(/^[a-z0-9-]+$/u),
  name: z.string().min(1),
  /** USB ids by which the device is known: four hex digits each. */
  usb: z
    .array(
      z.object({
        vid: z.string().regex(/^[0-9a-f]{4}$/u),
        pid: z
          .string()
          .regex(/^[0-9a-f]{4}$/u)
          .nullable(),
      }),
    )
    .default([]),
  serial: serialSettingsSchema,
  /** Where the layout and the settings come from. */
  source: z.string().min(1),
};

/** What is known of a kind of device, as data: a new model is a new file, not new code. */
export const profileSchema = z.discriminatedUnion('protocol', [
  z.object({
    ...common,
    kind: z.literal('scanner'),
    protocol: z.literal('line-scanner'),
    framer: z.enum(FRAMER_KINDS).default('cr'),
    silence_ms: z.number().int().min(20).max(5000).default(300),
    options: z.object({ prefix: z.string().max(16).optional() }).default({}),
  }),
  z.object({
    ...common,
    kind: z.literal('scale'),
    protocol: z.literal('mt-sics'),
    options: z.object({ value_width: z.number().int().min(4).max(20).nullable().optional() }).default({}),
  }),
]);
export type Profile = z.infer<typeof profileSchema>;
export type ScannerProfile = Extract<Profile, { kind: 'scanner' }>;
export type ScaleProfile = Extract<Profile, { kind: 'scale' }>;
