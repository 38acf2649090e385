/**
 * Version of the station contract and of the calls between stations and central, one number for both. Raise it when a receiver of the old
 * version could misread the new one; additive optional fields do not raise it.
 *
 * History:
 * 1 — first version.
 * 2 — central signs its answers and stations sign their batches; what is unsigned is not taken, so version 1 is not spoken any more.
 */
export const PROTOCOL_VERSION = 2;

/** The oldest version this software still talks to. */
export const OLDEST_PROTOCOL_VERSION = 2;

/**
 * The header in which both ends of a call between station and central say their version, in the request and in the answer. Software from
 * before version 1 said its number within the messages and sends no such header; that is how it is recognised.
 */
export const PROTOCOL_HEADER = 'serialbridge-protocol';

/** What the other end speaks, by its header's value (null or undefined: it sent none), judged before anything else of it is read. */
export function judgeProtocol(said: string | readonly string[] | null | undefined): 'ours' | 'older' | 'newer' {
  const version = typeof said === 'string' && /^\d{1,9}$/u.test(said) ? Number(said) : 0;
  if (version > PROTOCOL_VERSION) return 'newer';
  return version < OLDEST_PROTOCOL_VERSION ? 'older' : 'ours';
}
