import { z } from 'zod';
import { ShortText } from '@serialbridge/core/model';

export const DEVICE_KINDS = ['scanner', 'scale', 'printer'] as const;
export const DeviceKind = z.enum(DEVICE_KINDS);
export type DeviceKind = z.infer<typeof DeviceKind>;

/** Four hex digits, as USB ids are written. */
export const UsbId = z.string().regex(/^[0-9a-f]{4}$/u, 'A USB id is four hex digits in lower case.');

/** One USB device, wherever it is plugged in. `serial_number` null: it has none, so two of a kind cannot be told apart. */
const usbIdentity = { vendor_id: UsbId, product_id: UsbId, serial_number: ShortText.nullable() };

/** How a serial port is set up; every one of these is a setting on the device too. Absent: as the profile says. */
const serialSettings = {
  baud: z.number().int().min(300).max(921_600).optional(),
  data_bits: z.union([z.literal(7), z.literal(8)]).optional(),
  parity: z.enum(['none', 'even', 'odd']).optional(),
  stop_bits: z.union([z.literal(1), z.literal(2)]).optional(),
  flow_control: z.enum(['none', 'rts-cts', 'xon-xoff']).optional(),
};

/** The way to a device. A USB device is known by its ids, never by the path it happened to get. */
export const DeviceLink = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('serial'),
    /** A port that is no USB device (COM1, a pty), or a name that stays (`/dev/serial/by-id/…`). */
    path: z.string().min(1).max(300),
    ...serialSettings,
  }),
  z.object({ type: z.literal('usb-serial'), ...usbIdentity, ...serialSettings }),
  z.object({ type: z.literal('hid'), ...usbIdentity, usage_page: z.number().int().min(0).max(0xffff) }),
  /** The printer interface of a USB printer. */
  z.object({ type: z.literal('usb'), ...usbIdentity }),
  /** A network printer (9100), or a device behind a serial server. */
  z.object({ type: z.literal('tcp'), host: ShortText.min(1), port: z.number().int().min(1).max(65_535) }),
  /** A raw queue of CUPS. */
  z.object({ type: z.literal('cups'), queue: ShortText.min(1) }),
  /** A Windows printer, written to raw. */
  z.object({ type: z.literal('spooler'), printer: ShortText.min(1) }),
  z.object({ type: z.literal('simulated') }),
]);
export type DeviceLink = z.infer<typeof DeviceLink>;
export type DeviceLinkType = DeviceLink['type'];

/** One device as a station is set up with it. The profile gives what the link leaves open. */
export const DeviceConfig = z.object({
  device_id: ShortText.min(1),
  name: ShortText.min(1),
  kind: DeviceKind,
  link: DeviceLink,
  /** Absent: the usual one of its kind and link. */
  profile: ShortText.min(1).optional(),
});
export type DeviceConfig = z.infer<typeof DeviceConfig>;
