import { BlockList, isIP, isIPv4 } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { Refusal } from '../refusal.ts';
import { StartFailure } from './start-failure.ts';

/** How central is reached. */
export interface Reach {
  readonly host: string;
  readonly encrypted: boolean;
  /** Addresses or networks of proxies. */
  readonly trust_proxy: readonly string[];
  readonly insecure_http: boolean;
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));

/** @throws StartFailure `arguments` where everybody of the network could only use plain HTTP */
export function checkReach({ host, encrypted, trust_proxy, insecure_http }: Reach): void {
  if (encrypted || isLoopback(host) || trust_proxy.length > 0 || insecure_http) return;
  throw new StartFailure(
    'arguments',
    `Central would take plain HTTP from the network at ${host}, where passwords and serials can be read on the way. Give it a certificate (--tls-cert and --tls-key, or --tls-self-signed), put a proxy before it (--trust-proxy ADDRESS), or say --insecure-http if you mean it.`,
  );
}

/** Whether plain HTTP may come from this peer (the other end of the connection, whatever its headers say). */
function plainPeers(trust_proxy: readonly string[]): (peer: string) => boolean {
  const proxies = new BlockList();
  for (const one of trust_proxy) {
    const [address = '', bits] = one.split('/');
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    if (bits === undefined) proxies.addAddress(address, family);
    else proxies.addSubnet(address, Number(bits), family);
  }
  return (peer) => {
    const address = peer.replace(/^::ffff:(?=\d+\.)/iu, '');
    const family = isIP(address);
    return isLoopback(address) || (family !== 0 && proxies.check(address, family === 4 ? 'ipv4' : 'ipv6'));
  };
}

/**
 * A proxy before central means that central itself speaks plain HTTP, to the proxy. Whoever else reaches the port would speak it unprotected, and
 * past the proxy, so it is refused.
 */
export function addPlainHttpCheck(app: FastifyInstance, { encrypted, trust_proxy, insecure_http }: Reach): void {
  if (encrypted || insecure_http) return;
  const isAllowed = plainPeers(trust_proxy);
  app.addHook('onRequest', async (request) => {
    if (!isAllowed(request.socket.remoteAddress ?? '')) throw new Refusal('request.plain-http');
  });
}
