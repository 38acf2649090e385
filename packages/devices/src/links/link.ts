import type { DeviceError } from '../errors/device-error.ts';

/** Bytes and when they arrived (epoch milliseconds, station's clock). Of a HID link: one input report, its id in front where reports are numbered. */
export interface Chunk {
  readonly bytes: Uint8Array;
  readonly at: number;
}

export interface LinkListener {
  readonly data: (chunk: Chunk) => void;
  /** The device went away by itself. The link is closed then and may be opened again. Never called by `close()`. */
  readonly lost: (error: DeviceError) => void;
}

/** What only an opened link knows of its device. */
export interface LinkFacts {
  /** HID, where the system shows it (Linux): what the reports are made of. */
  readonly report_descriptor: Uint8Array | null;
}

export const NO_FACTS: LinkFacts = { report_descriptor: null };

/** The way to one device: open, closed, bytes in both directions. It knows nothing of what the bytes mean. */
export interface Link {
  /** Which channel scans of this link carry. */
  readonly via: 'serial' | 'hid' | 'usb' | 'tcp' | 'cups' | 'spooler' | 'simulated';
  /** Rejects with a DeviceError that says what to do. Bytes that waited from before are thrown away. */
  open(listener: LinkListener): Promise<LinkFacts>;
  close(): Promise<void>;
  /**
   * Resolves when the bytes have left. Rejects with `device.not-open`, or `device.send-timeout` when the device takes no
   * data: the link is closed then and reported lost, because bytes that hang would come out later as an unasked command.
   */
  send(bytes: Uint8Array, timeoutMs: number): Promise<void>;
  /** HID only: a feature report, its id in front. */
  sendFeature?(report: Uint8Array): Promise<void>;
}
