import { isIPv4, isIPv6 } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { hashSecret } from './secrets.ts';

/** Kept by a browser for a year and more: it says at which browsers a person has signed in before. It opens nothing. */
export const DEVICE_COOKIE = 'serialbridge_device';
const DEVICE_SECRET = /^[\w-]{43}$/u;

/** From where somebody asks. */
export interface Caller {
  readonly address: string;
  /** The hash of the browser's device cookie; null: it has none. */
  readonly device_hash: string | null;
  /** What the browser says it is, in a few words. */
  readonly device: string;
}

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg\//u, 'Edge'],
  [/\bOPR\//u, 'Opera'],
  [/\bFirefox\//u, 'Firefox'],
  [/\bChrom(?:e|ium)\//u, 'Chrome'],
  [/\bSafari\//u, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/Windows/u, 'Windows'],
  [/Android/u, 'Android'],
  [/iPhone|iPad/u, 'iOS'],
  [/Mac OS X/u, 'macOS'],
  [/CrOS/u, 'ChromeOS'],
  [/Linux/u, 'Linux'],
];

/** `Firefox on Windows`; what is no browser as it calls itself. */
export function deviceName(user_agent: string | undefined): string {
  const said = user_agent ?? '';
  const nameIn = (names: readonly (readonly [RegExp, string])[]): string | undefined =>
    names.find(([pattern]) => pattern.test(said))?.[1];
  const [browser, system] = [nameIn(BROWSERS), nameIn(SYSTEMS)];
  if (browser !== undefined) return system === undefined ? browser : `${browser} on ${system}`;
  const [first = ''] = said.replaceAll(/[^\x20-\x7e]/gu, '').split(' ');
  return first === '' ? 'a program' : first.slice(0, 60);
}

/** Who has one address of IPv6 has its /64 net; tries are counted for that. */
export function networkOf(address: string): string {
  const mapped = address.replace(/^::ffff:/iu, '');
  if (isIPv4(mapped)) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const before = head.split(':').filter((group) => group !== '');
  const after = (tail ?? '').split(':').filter((group) => group !== '');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}

export function callerOf(request: FastifyRequest): Caller {
  const secret = request.cookies[DEVICE_COOKIE] ?? '';
  return {
    address: networkOf(request.ip),
    device_hash: DEVICE_SECRET.test(secret) ? hashSecret(secret) : null,
    device: deviceName(request.headers['user-agent']),
  };
}
