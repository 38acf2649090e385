import type { HostContext, ScanService } from '../host/context.ts';
import { createPackingService, type PackingService } from '../packing/packing-service.ts';
import { createReceivingService, type ReceivingService } from '../receiving/receiving-service.ts';
import { createScanService } from './scan-service.ts';

export interface Work {
  readonly receiving: ReceivingService;
  readonly packing: PackingService;
  /** Scans go to receiving in receivebridge and to packing in shipbridge. */
  readonly scan: ScanService;
}

/** The services of a station's work; a host serves the methods and topics of all three. */
export function createWork(context: HostContext): Work {
  const receiving = createReceivingService(context);
  const packing = createPackingService(context);
  const { target } = context.app === 'receivebridge' ? receiving : packing;
  return { receiving, packing, scan: createScanService(context, target) };
}
