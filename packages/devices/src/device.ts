import type { Scan, WeightReading } from '@serialbridge/core/scan';
import type { ConnectionState } from './connection.ts';
import type { DeviceConfig } from './device-config.ts';
import type { DeviceError } from './device-error.ts';
import type { Link } from './links/link.ts';

/** What a running device tells its manager. */
interface DeviceListener {
  readonly scan: (scan: Scan) => void;
  readonly weight: (reading: WeightReading) => void;
  readonly state: (state: ConnectionState, error: DeviceError | null) => void;
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
