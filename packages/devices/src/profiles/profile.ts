import { z } from 'zod';
import { UsbId } from '@serialbridge/protocol/station';
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

/** Everything a scale may speak; each is a module in `protocols`. */
const SCALE_PROTOCOL_IDS = [
  'mt-sics',
  'toledo-8217',
  'nci-scp-01',
  'nci-ecr',
  'sma',
  'and',
  'ohaus',
  'toledo-continuous',
  'adam',
  'dini-argeo',
  'radwag',
  'hid-scale',
] as const;
export type ScaleProtocolId = (typeof SCALE_PROTOCOL_IDS)[number];

/** What differs between scales of one protocol; each protocol says which it reads. */
const scaleOptionsSchema = z.object({
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
        /** Which bytes hold what (DEVICES.md). `auto`: by the report descriptor, else by the first report. */
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
