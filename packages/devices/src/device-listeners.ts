import type { Scan, WeightReading } from '@serialbridge/core/scan';
import type { DeviceStatus, Finding } from '@serialbridge/protocol/station';
import type { LineTrace } from './running/device.ts';

/** A status row as the contract has it, with its sentence in English for logs. `detail` is null while all is well. */
export type ManagedStatus = DeviceStatus & { readonly text: string | null };

export interface DeviceEvents {
  scan: Scan;
  broken: { readonly device_id: string; readonly finding: Finding };
  /** Every answer of a scale, asked for or not. */
  weight: WeightReading;
  status: ManagedStatus;
  trace: LineTrace & { readonly device_id: string };
  /** A device was added, taken away, or its row changed otherwise. */
  changed: { readonly device_id: string };
}

/** The event sources of one manager; a listener that throws does not keep the others from hearing. */
export class DeviceListeners {
  readonly #sets: { readonly [Name in keyof DeviceEvents]: Set<(event: DeviceEvents[Name]) => void> } = {
    scan: new Set(),
    broken: new Set(),
    weight: new Set(),
    status: new Set(),
    trace: new Set(),
    changed: new Set(),
  };

  add<Name extends keyof DeviceEvents>(name: Name, listener: (event: DeviceEvents[Name]) => void): () => void {
    this.#sets[name].add(listener);
    return () => void this.#sets[name].delete(listener);
  }

  send<Name extends keyof DeviceEvents>(name: Name, event: DeviceEvents[Name]): void {
    for (const listener of this.#sets[name]) {
      try {
        listener(event);
      } catch (error) {
        // thrown later, by itself: the process reports it, the scan still reaches the others
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
