import type { HostContext, ScanService, StationService } from './context.ts';

export interface ComposedServices {
  readonly services: readonly StationService[];
  /** Where the scans of devices go; null: this host takes none. */
  readonly scan: ScanService | null;
}

/** The services of each app, joined: receiving or packing, and the routing of scans to it. */
export function composeServices(_context: HostContext): ComposedServices {
  return { services: [], scan: null };
}
