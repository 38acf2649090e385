import { OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION } from '@serialbridge/protocol';
import { Refusal } from '../refusal.ts';

/** @throws Refusal `sync.protocol-newer`, `sync.protocol-older` */
export function checkProtocol(protocol: number): void {
  if (protocol > PROTOCOL_VERSION) throw new Refusal('sync.protocol-newer');
  if (protocol < OLDEST_PROTOCOL_VERSION) throw new Refusal('sync.protocol-older');
}
