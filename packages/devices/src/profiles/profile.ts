import { z } from 'zod';
import { UsbId } from '@serialbridge/protocol/station';
import { serialSettingsSchema } from '../links/serial-settings.ts';
import { NO_FACTS } from '../links/link.ts';
import { scaleOptionsSchema } from '../protocols/parts/scale-options.ts';
import { SCALE_PROTOCOL_IDS, SCALE_PROTOCOLS } from '../protocols/scale-protocols.ts';
import { FRAMER_KINDS } from '../framers/delimited-framer.ts';

const common = {
  profile: z
    .string()
    .regex(/^[a-z0-9-]+$/u, 'A profile is named in small letters, digits and hyphens.')
    .max(80),
  name: z.string().min(1).max(120),
  /** USB ids by which the device is known; `pid` null: every product of that maker. */
  usb: z.array(z.object({ vid: UsbId, pid: UsbId.nullable() })).default([]),
  /** Where the layout and the settings come from. */
  source: z.string().min(1).max(1000),
};

const serial = { serial: serialSettingsSchema.default(serialSettingsSchema.parse({})) };

/** What is known of a kind of device, as data: a new model is a new file, not new code. */
export const profileSchema = z.discriminatedUnion('protocol', [
  z.object({
    ...common,
    ...serial,
    kind: z.literal('scanner'),
    protocol: z.literal('line-scanner'),
    framer: z.enum(FRAMER_KINDS).default('cr'),
    silence_ms: z.number().int().min(20).max(5000).default(300),
    options: z
      .object({
        /** Sent before every code, taken off. */
        prefix: z.string().max(16).optional(),
        /** Sent after every code and before what the framer takes for the end, taken off. */
        suffix: z.string().max(16).optional(),
      })
      .default({}),
  }),
  z.object({
    ...common,
    kind: z.literal('scanner'),
    protocol: z.literal('hid-pos'),
    options: z
      .object({
        /** Which bytes hold what (resources/docs/DEVICES.md). `auto`: by the report descriptor, else by the first report. */
        layout: z.enum(['auto', 'a', 'b', 'c']).default('auto'),
        /** Feature reports (hex, id in front) that the scanner wants before it sends. */
        feature_on_open: z.array(z.string().regex(/^(?:[0-9a-f]{2})+$/u)).default([]),
        prefix: z.string().max(16).optional(),
        suffix: z.string().max(16).optional(),
      })
      .default({ layout: 'auto', feature_on_open: [] }),
  }),
  z.object({
    ...common,
    ...serial,
    kind: z.literal('scale'),
    protocol: z.enum(SCALE_PROTOCOL_IDS),
    options: scaleOptionsSchema.default({}),
  }),
  z.object({
    ...common,
    ...serial,
    kind: z.literal('printer'),
    protocol: z.literal('zpl'),
    options: z
      .object({
        /** Dots per millimetre: 8 (203 dpi), 12 (300 dpi), 24 (600 dpi). */
        dots_per_mm: z.union([z.literal(6), z.literal(8), z.literal(12), z.literal(24)]).default(8),
        label_width_mm: z.number().min(10).max(220).default(57),
        label_height_mm: z.number().min(5).max(400).default(32),
        /** False: never asked how it is (raw queues, printers that answer nothing). */
        answers: z.boolean().default(true),
      })
      .default({ dots_per_mm: 8, label_width_mm: 57, label_height_mm: 32, answers: true }),
  }),
]);
export type Profile = z.infer<typeof profileSchema>;
export type ScannerProfile = Extract<Profile, { kind: 'scanner' }>;
export type ScaleProfile = Extract<Profile, { kind: 'scale' }>;
export type PrinterProfile = Extract<Profile, { kind: 'printer' }>;

/** What a device of this profile speaks, for people: the name on the device's own menu. */
export function protocolTitle(profile: Profile): string {
  if (profile.kind === 'scale') return SCALE_PROTOCOLS[profile.protocol].make(profile.options, NO_FACTS).title;
  if (profile.protocol === 'hid-pos') return 'HID POS';
  return profile.kind === 'printer' ? 'ZPL' : 'Serial (COM)';
}
