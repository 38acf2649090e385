import type { DeviceLink } from '@serialbridge/protocol/station';
import { makeLink } from '../links/make-link.ts';
import type { NetworkGuard } from '../links/network-guard.ts';
import { NO_FACTS } from '../links/link.ts';
import type { SerialSettings } from '../links/serial-settings.ts';
import type { ScaleProfile } from '../profiles/profile.ts';
import { hexOf, type Measured, type ScaleProtocol } from '../protocols/parts/protocol.ts';
import { SCALE_PROTOCOLS } from '../protocols/scale-protocols.ts';

/** One way a scale may speak: a profile, and how the port is set for it. */
export interface ProbeTry {
  readonly profile: ScaleProfile;
  readonly protocol: ScaleProtocol;
  readonly link: DeviceLink;
}

export interface ProbeFound extends ProbeTry {
  readonly hex: string;
  /** Null where the scale only said who it is. */
  readonly measured: Measured | null;
}

/** An answer comes within milliseconds at 9600 baud; at 1200 a frame alone takes 150. */
const ANSWER_MS = 500;
const STREAM_MS = 1200;
const SEND_MS = 1000;
const SPEEDS: readonly Partial<SerialSettings>[] = [
  {},
  { baud: 9600, data_bits: 8, parity: 'none' },
  { baud: 9600, data_bits: 7, parity: 'even' },
  { baud: 4800, data_bits: 8, parity: 'none' },
  { baud: 2400, data_bits: 7, parity: 'even' },
  { baud: 19_200, data_bits: 8, parity: 'none' },
  { baud: 1200, data_bits: 7, parity: 'even' },
];

/** Every way worth trying, the makers' usual settings of each protocol first; the speed matters to serial ports only. */
export function probeTries(link: DeviceLink, profiles: readonly ScaleProfile[]): ProbeTry[] {
  const serial = link.type === 'serial' || link.type === 'usb-serial';
  const seen = new Set<string>();
  return SPEEDS.slice(0, serial ? undefined : 1).flatMap((speed) =>
    profiles.flatMap((profile) => {
      const protocol = SCALE_PROTOCOLS[profile.protocol].make(profile.options, NO_FACTS);
      const { baud, data_bits, parity } = { ...profile.serial, ...speed };
      const key = `${profile.protocol} ${JSON.stringify(profile.options)} ${baud} ${data_bits} ${parity}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return [{ profile, protocol, link: serial ? { ...link, baud, data_bits, parity } : link }];
    }),
  );
}

/** What answered to one try; null: nothing that is of this protocol. Never sends a zero. */
async function probeOnce(tried: ProbeTry, signal: AbortSignal, mayReach: NetworkGuard): Promise<ProbeFound | null> {
  const { protocol, profile, link: way } = tried;
  if (way.type === 'simulated') return null;
  const link = makeLink(way, profile.serial, mayReach);
  const framer = protocol.framer();
  const { promise: answered, resolve } = Promise.withResolvers<ProbeFound | null>();
  const giveUp = (): void => resolve(null);
  signal.addEventListener('abort', giveUp, { once: true });
  await link.open({
    data: (chunk) => {
      for (const frame of framer.push(chunk.bytes, chunk.at)) {
        const answer = protocol.parse(frame.bytes);
        if (answer === null || answer.kind === 'zero') continue;
        resolve({ ...tried, hex: hexOf(frame.raw), measured: answer.kind === 'weight' ? answer.measured : null });
      }
    },
    lost: giveUp,
  });
  const timer = setTimeout(giveUp, protocol.poll === null ? STREAM_MS : ANSWER_MS);
  try {
    if (protocol.poll !== null) await link.send(protocol.poll, SEND_MS);
    return await answered;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
    await link.close();
  }
}

/**
 * Finds out what a scale speaks: every protocol and usual speed, one after the other, until all were tried or `signal`
 * says stop. `onTry` comes before each try, `onFound` for each that answered: protocols resemble each other, so a person
 * chooses. Rejects with a DeviceError when the line cannot be opened.
 */
export async function probeScale(
  tries: readonly ProbeTry[],
  heard: { readonly onTry: (tried: ProbeTry, index: number) => void; readonly onFound: (found: ProbeFound) => void },
  signal: AbortSignal,
  mayReach: NetworkGuard,
): Promise<void> {
  const answered = new Set<string>();
  for (const [index, tried] of tries.entries()) {
    if (signal.aborted) return;
    heard.onTry(tried, index);
    // one line, one conversation at a time
    const found = await probeOnce(tried, signal, mayReach);
    // a variant that only finds fault with what another one of its protocol understands is none to choose
    if (found === null || (found.measured?.state === 'fault' && answered.has(found.profile.protocol))) continue;
    answered.add(found.profile.protocol);
    heard.onFound(found);
  }
}
