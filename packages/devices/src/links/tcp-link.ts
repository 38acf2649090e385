import { connect, type Socket } from 'node:net';
import { DeviceError } from '../errors/device-error.ts';
import { ANYWHERE_GUARD, checkAddress, guardedLookup, type NetworkGuard } from './network-guard.ts';
import { type Link, type LinkListener, NO_FACTS } from './link.ts';
import { sendWithin } from './send-within.ts';

export interface TcpLinkOptions {
  readonly host: string;
  readonly port: number;
  /** Where a device may be; left out: anywhere. */
  readonly mayReach?: NetworkGuard;
  readonly connect_ms?: number;
  /** Silence after which the system asks whether the far end still lives: nothing else shows a cable that was pulled. */
  readonly keepalive_ms?: number;
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'it refuses the connection',
  EHOSTUNREACH: 'no way leads there',
  ENETUNREACH: 'this computer has no network',
  EHOSTDOWN: 'it does not answer',
  ETIMEDOUT: 'it does not answer',
  ENOTFOUND: 'nothing has this name',
  EAI_AGAIN: 'names cannot be looked up now',
};

function codeOf(error: unknown): string {
  // both address families failed: they fail for the same reason
  const first = error instanceof AggregateError ? (error.errors as unknown[])[0] : error;
  return first instanceof Error && 'code' in first ? String(first.code) : '';
}

/**
 * A device behind a network port: a printer's 9100, a serial server. The far end may vanish without a word, so the system
 * keeps asking (keepalive), and bytes that are not taken in time close the link.
 */
export function tcpLink(options: TcpLinkOptions): Link {
  const {
    host,
    port,
    mayReach = ANYWHERE_GUARD,
    connect_ms: connectMs = 5000,
    keepalive_ms: keepaliveMs = 10_000,
  } = options;
  const path = `${host}:${String(port)}`;
  let socket: Socket | null = null;
  let listener: LinkListener | null = null;
  /** Ends an open that is under way. */
  let abandon: (() => void) | null = null;

  const unreachable = (reason: string, cause?: unknown): DeviceError =>
    new DeviceError('device.unreachable', { host, port: String(port), reason }, cause);

  const drop = (dropped: Socket, error: DeviceError): void => {
    if (socket !== dropped) return;
    const heard = listener;
    socket = null;
    listener = null;
    dropped.destroy();
    heard?.lost(error);
  };

  const connected = async (opening: Socket): Promise<void> => {
    let timer: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        abandon = () => reject(new DeviceError('device.not-open'));
        timer = setTimeout(() => reject(unreachable('it does not answer')), connectMs);
        opening.once('connect', resolve);
        // stays: an 'error' without a listener would end the process
        opening.on('error', (error) => {
          const code = codeOf(error);
          reject(
            error instanceof DeviceError
              ? error
              : unreachable(REASONS[code] ?? (code === '' ? String(error) : code), error),
          );
        });
      });
    } finally {
      clearTimeout(timer);
      abandon = null;
    }
  };

  return {
    via: 'tcp',

    async open(next) {
      if (socket !== null || abandon !== null) throw new DeviceError('device.in-use', { path });
      checkAddress(mayReach, host, port);
      const opening = connect({
        host,
        port,
        lookup: guardedLookup(mayReach, port),
        noDelay: true,
        keepAlive: true,
        keepAliveInitialDelay: keepaliveMs,
      });
      try {
        await connected(opening);
      } catch (error) {
        opening.destroy();
        throw error;
      }
      socket = opening;
      listener = next;
      const lost = (cause?: unknown): void => drop(opening, new DeviceError('device.lost', { path }, cause));
      opening.on('data', (bytes: Buffer) => {
        if (socket === opening) listener?.data({ bytes, at: Date.now() });
      });
      opening.on('error', lost);
      // half open: the device has said its last word, and what is sent now would be lost
      opening.on('end', () => lost());
      opening.on('close', () => lost());
      return NO_FACTS;
    },

    async close() {
      abandon?.();
      const closing = socket;
      socket = null;
      listener = null;
      if (closing === null || closing.destroyed) return;
      // what was sent leaves first; a far end that takes nothing is not waited for
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => closing.destroy(), 1000);
        closing.once('close', () => {
          clearTimeout(timer);
          resolve();
        });
        closing.end(() => closing.destroySoon());
      });
    },

    async send(bytes, timeoutMs) {
      const sending = socket;
      if (sending === null) throw new DeviceError('device.not-open');
      const sent = new Promise<void>((resolve, reject) => {
        sending.write(bytes, (error) => {
          if (error) reject(error);
          else resolve();
        });
      });
      try {
        if ((await sendWithin(sent, timeoutMs)) === 'sent') return;
      } catch (error) {
        throw new DeviceError('device.not-open', {}, error);
      }
      const error = new DeviceError('device.send-timeout');
      drop(sending, error);
      throw error;
    },
  };
}
