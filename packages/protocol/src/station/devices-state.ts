import { z } from 'zod';
import { Grams, Id, Instant, Quantity, ShortText } from '@serialbridge/core/model';
import { DeviceKind, DeviceLink, UsbId } from './device-config.ts';
import { Finding } from './feedback.ts';

/** Something plugged in or reachable, whether or not the station uses it. `attached_id` stays the same over unplug and replug. */
export const AttachedDevice = z.object({
  attached_id: ShortText,
  /** What it calls itself; else its ids. */
  name: ShortText,
  /** What it is by its usage page, its class or a profile; null: unknown, for a person to say. */
  kind: DeviceKind.nullable(),
  link: DeviceLink,
  /** The profile that knows it by its ids. */
  profile: ShortText.nullable(),
  vendor_id: UsbId.nullable(),
  product_id: UsbId.nullable(),
  serial_number: ShortText.nullable(),
  /** Where it is now: a port, a path, a bus address. For people only. */
  path: ShortText.nullable(),
  /** The device of the station that uses it. */
  device_id: ShortText.nullable(),
});
export type AttachedDevice = z.infer<typeof AttachedDevice>;

/** What a scale said last, as text for the screen; `text` is null for a state without a weight. */
export const LiveWeight = z.object({
  at: Instant,
  state: z.enum(['stable', 'moving', 'under', 'over', 'needs-zero', 'fault', 'silent']),
  /** As the scale shows it: `1.250 kg`. */
  text: ShortText.nullable(),
  grams: Grams.nullable(),
  /** Where the scale says more than its state. */
  detail: z.string().nullable(),
});
export type LiveWeight = z.infer<typeof LiveWeight>;

export const PRINT_JOB_STATES = ['waiting', 'sending', 'sent', 'printed', 'failed', 'cancelled'] as const;

/** `sent`: the printer took it all; `printed`: its status says that nothing is left to print. */
export const PrintJob = z.object({
  job_id: Id,
  title: ShortText,
  copies: Quantity,
  state: z.enum(PRINT_JOB_STATES),
  queued_at: Instant,
  finding: Finding.nullable(),
});
export type PrintJob = z.infer<typeof PrintJob>;

/** A device of this station in full (topic `station` has the short form). */
export const DeviceRow = z.object({
  device_id: ShortText,
  kind: DeviceKind,
  name: ShortText,
  state: z.enum(['opening', 'open', 'lost', 'error']),
  detail: Finding.nullable(),
  simulated: z.boolean(),
  link: DeviceLink,
  profile: ShortText,
  /** What it speaks, for people: the name on the device's own menu. */
  protocol_title: ShortText,
  /** `start`: named at the start of the host, not to be changed here; `auto`: recognised when it was plugged in; `saved`: set up on the screen. */
  origin: z.enum(['start', 'auto', 'saved']),
  can_zero: z.boolean(),
  weight: LiveWeight.nullable(),
  jobs: z.array(PrintJob),
  /** What the printer says of itself: `paper-out`, `head-open`, `paused` …; empty: ready; null: it was not asked or cannot answer. */
  printer_status: z.array(ShortText).nullable(),
  last_scan_at: Instant.nullable(),
});
export type DeviceRow = z.infer<typeof DeviceRow>;

/** Bytes seen on a device's line, and what they were taken for. */
export const DeviceTrace = z.object({
  trace_id: Quantity,
  at: Instant,
  device_id: ShortText,
  direction: z.enum(['in', 'out']),
  hex: z.string().max(4096),
  /** `meaning.code` is the key of a sentence: a scan, a weight, an answer, noise; null: part of a longer message. */
  meaning: Finding.nullable(),
});
export type DeviceTrace = z.infer<typeof DeviceTrace>;

/** Where the last scan came from: hold a scanner, scan anything, and see which row it is. */
export const IdentifiedScan = z.object({
  at: Instant,
  device_id: ShortText,
  via: ShortText,
  text: z.string(),
  aim_id: ShortText.nullable(),
  symbology: ShortText.nullable(),
  /** Its code ended by silence: the scanner should be set to send CR. */
  without_suffix: z.boolean(),
  /** GS1 elements as people read them, `(01)…(21)…`; null: no GS1 code. */
  gs1: z.string().nullable(),
});
export type IdentifiedScan = z.infer<typeof IdentifiedScan>;

/** A line that is listened to without a profile, to set up a device nobody knows. */
export const Listening = z.object({
  link: DeviceLink,
  state: z.enum(['opening', 'open', 'lost', 'error']),
  detail: Finding.nullable(),
  /** The last bytes, at most 2,048. */
  hex: z.string().max(4096),
});

/** The search for what a scale speaks, protocol by protocol and speed by speed. */
export const Probing = z.object({
  link: DeviceLink,
  done: z.boolean(),
  tried: Quantity,
  total: Quantity,
  /** What is being tried now: `Toledo 8217, 9600 7E1`. */
  now: ShortText,
  /** Why it ended before its time: the line could not be opened. */
  problem: Finding.nullable(),
  found: z.array(
    z.object({
      profile: ShortText,
      protocol_title: ShortText,
      link: DeviceLink,
      hex: z.string(),
      weight: LiveWeight.nullable(),
    }),
  ),
});
export type Probing = z.infer<typeof Probing>;

/** Topic `devices`: everything attached, and what goes over the lines. Sent often; screens subscribe only while they show it. */
export const DevicesState = z.object({
  devices: z.array(DeviceRow),
  attached: z.array(AttachedDevice),
  /** What keeps whole kinds of devices from being found: a library or a permission that is missing. */
  problems: z.array(Finding),
  /** Newest first, at most 60. */
  traces: z.array(DeviceTrace),
  last_scan: IdentifiedScan.nullable(),
  /** The scales that are asked all the time, for Test USB Scale. */
  testing: z.array(ShortText),
  listening: Listening.nullable(),
  probing: Probing.nullable(),
});
export type DevicesState = z.infer<typeof DevicesState>;

/** A profile as the screen lists it; `own`: made at this station, and may be changed or deleted here. */
export const ProfileRow = z.object({
  profile: ShortText,
  name: ShortText,
  kind: DeviceKind,
  protocol: ShortText,
  protocol_title: ShortText,
  /** The links it can be reached by. */
  links: z.array(ShortText),
  source: z.string(),
  own: z.boolean(),
  /** The profile whole, as its file would be. */
  data: z.json(),
});
export type ProfileRow = z.infer<typeof ProfileRow>;

/** A label drawn for the screen. */
export const LabelPreview = z.object({ svg: z.string(), zpl: z.string(), width_mm: z.number(), height_mm: z.number() });
export type LabelPreview = z.infer<typeof LabelPreview>;
