import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { DeviceError } from '../errors/device-error.ts';

/** Whether a network device may be at this address (never a name) and port. */
export type NetworkGuard = (address: string, port: number) => boolean;

/** For who may reach anything: what was named when the station was started. */
export const ANYWHERE_GUARD: NetworkGuard = () => true;

const partsOf = (list: string): string[] =>
  list.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));

function rangesOf(addresses: string): BlockList {
  const ranges = new BlockList();
  for (const part of partsOf(addresses)) {
    const [address = '', bits] = part.split('/');
    const family = isIP(address);
    const prefix = bits === undefined ? (family === 4 ? 32 : 128) : Number(bits);
    // What is no range allows nothing.
    if (family === 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > (family === 4 ? 32 : 128)) continue;
    ranges.addSubnet(address, prefix, family === 4 ? 'ipv4' : 'ipv6');
  }
  return ranges;
}

/**
 * The guard of two lists, as the options hold them: `10.0.0.0/8, fc00::/7` and `9100-9107, 4001`. Whoever may set devices up could otherwise make
 * the station ask every service of the network, and of its own computer, and read what they answer.
 */
export function networkGuard(addresses: string, ports: string): NetworkGuard {
  const ranges = rangesOf(addresses);
  const spans = partsOf(ports).map((part) => {
    const [first = Number.NaN, last = first] = part.split('-').map(Number);
    return { first, last };
  });
  return (address, port) =>
    spans.some(({ first, last }) => port >= first && port <= last) &&
    ranges.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

const notAllowed = (host: string, port: number): DeviceError =>
  new DeviceError('device.address-not-allowed', { host, port: String(port) });

/** Refuses an address at once; a name is looked up when it is connected. @throws DeviceError `device.address-not-allowed` */
export function checkAddress(guard: NetworkGuard, host: string, port: number): void {
  if (isIP(host) !== 0 && !guard(host, port)) throw notAllowed(host, port);
}

/** Looks a name up for a connection and gives the addresses that are allowed: what was asked about is what is connected to. */
export function guardedLookup(guard: NetworkGuard, port: number): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) {
        done(error, '');
        return;
      }
      const allowed = found.filter(({ address }) => guard(address, port));
      const [first] = allowed;
      if (first === undefined) done(notAllowed(hostname, port), '');
      else if (options.all === true) done(null, allowed);
      else done(null, first.address, first.family);
    });
  };
}
