import type { Finding } from '@serialbridge/protocol/station';
import { DeviceError } from '../errors/device-error.ts';
import type { FramerKind } from '../framers/delimited-framer.ts';
import { textOf } from '../protocols/parts/protocol.ts';

/** What a scanner sends around a code, as a profile of it needs it. */
export interface LearntFraming {
  /** Before the AIM id and the code; what the framer eats is not in it. */
  readonly prefix: string;
  /** After the code, what the framer eats not in it. */
  readonly suffix: string;
  readonly aim_id: string | null;
  readonly framer: FramerKind;
  readonly warnings: readonly Finding[];
}

const AIM_AT_END = /\][A-Za-z][0-9A-Za-z]$/u;
const STX = '\u0002';

/** The framer for what ends the code, and how much of it the framer takes for itself. */
function framerFor(prefix: string, suffix: string): { readonly framer: FramerKind; readonly eats: string } {
  if (suffix.endsWith('\r\n')) return { framer: 'cr', eats: '\r\n' };
  if (prefix.startsWith(STX) && suffix.endsWith('\r')) return { framer: 'stx-cr', eats: '\r' };
  if (suffix.endsWith('\r')) return { framer: 'cr', eats: '\r' };
  if (suffix.endsWith('\n')) return { framer: 'lf', eats: '\n' };
  if (suffix.endsWith('\t')) return { framer: 'tab', eats: '\t' };
  if (suffix.endsWith('\u0003')) return { framer: 'etx', eats: '\u0003' };
  return { framer: 'cr-or-silence', eats: '' };
}

const warn = (is: boolean, code: string): Finding[] => (is ? [{ code, params: {} }] : []);

/**
 * What stands around a code of known text in the bytes that a scanner sent for it: prefix, AIM id, suffix. The code may
 * have been scanned several times; what stands between two must then be suffix and prefix, or a warning says so.
 *
 * @throws DeviceError `device.learn-nothing` (no bytes), `device.learn-not-found` (bytes, but not this code)
 */
export function learnFraming(heard: Uint8Array, printed: string): LearntFraming {
  if (heard.length === 0) throw new DeviceError('device.learn-nothing');
  const parts = textOf(heard).split(printed);
  const lead = parts[0] ?? '';
  const tail = parts.at(-1) ?? '';
  if (parts.length < 2)
    throw new DeviceError('device.learn-not-found', { printed, raw: JSON.stringify(lead.slice(-60)) });
  const aimId = AIM_AT_END.exec(lead)?.[0] ?? null;
  const before = aimId === null ? lead : lead.slice(0, -aimId.length);
  const { framer, eats } = framerFor(before, tail);
  const uneven = parts.slice(1, -1).some((between) => between !== `${tail}${lead}`);
  return {
    prefix: framer === 'stx-cr' ? before.slice(1) : before,
    suffix: tail.slice(0, tail.length - eats.length),
    aim_id: aimId,
    framer,
    warnings: [
      ...warn(aimId === null, 'device.learn-no-aim'),
      ...warn(eats === '', 'device.learn-no-suffix'),
      ...warn(uneven, 'device.learn-uneven'),
    ],
  };
}
