import { OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION } from '@serialbridge/protocol';
import { SyncRefused } from './sync-refused.ts';

/** @throws SyncRefused `sync.protocol-newer`, `sync.protocol-older` */
export function checkProtocol(protocol: number): void {
  if (protocol > PROTOCOL_VERSION) throw new SyncRefused('sync.protocol-newer');
  if (protocol < OLDEST_PROTOCOL_VERSION) throw new SyncRefused('sync.protocol-older');
}
