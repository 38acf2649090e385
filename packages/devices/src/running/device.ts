import type { Scan, WeightReading } from '@serialbridge/core/scan';
import type { DeviceConfig, Finding } from '@serialbridge/protocol/station';
import type { ConnectionState } from './connection.ts';
import type { DeviceError } from '../errors/device-error.ts';
import type { Link } from '../links/link.ts';

/** Bytes that went over the line. `meaning` null: part of a longer message, or a command of ours. */
export interface LineTrace {
  readonly at: number;
  readonly direction: 'in' | 'out';
  readonly bytes: Uint8Array;
  readonly meaning: Finding | null;
}

/** What a running device reports to its manager. */
interface DeviceListener {
  readonly scan: (scan: Scan) => void;
  /** A code that came in part, or wrongly: nothing was read, and somebody must scan again. */
  readonly broken: (finding: Finding) => void;
  readonly weight: (reading: WeightReading) => void;
  readonly state: (state: ConnectionState, error: DeviceError | null) => void;
  readonly trace: (trace: LineTrace) => void;
  /** Something of the device's row changed that is neither of the above: a print job, what the printer says. */
  readonly changed: () => void;
}

/** What every running device is made of. */
export interface DeviceParts {
  readonly config: DeviceConfig;
  readonly link: Link;
  readonly rescanMs: number;
  readonly newId: () => string;
  readonly listener: DeviceListener;
}

export interface RunningDevice {
  start(): void;
  stop(): Promise<void>;
}
