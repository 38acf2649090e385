import { createPackingService } from '../packing/packing-service.ts';
import { createReceivingService } from '../receiving/receiving-service.ts';
import { createScanService } from '../scan/scan-service.ts';
import type { HostContext, ScanService, StationService } from '../contract/host-context.ts';

export interface ComposedServices {
  readonly services: readonly StationService[];
  /** Where the scans of devices go; null: this host takes none. */
  readonly scan: ScanService | null;
}

/** The services of each app, joined: receiving or packing, and the routing of scans to it. */
export function composeServices(context: HostContext): ComposedServices {
  const work = context.app === 'receivebridge' ? createReceivingService(context) : createPackingService(context);
  return { services: [work], scan: createScanService(context, work.target) };
}
