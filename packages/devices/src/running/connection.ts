import { DeviceError } from '../errors/device-error.ts';
import type { Chunk, Link, LinkFacts } from '../links/link.ts';

export type ConnectionState = 'opening' | 'open' | 'lost' | 'error';

export interface ConnectionListener {
  readonly opened: (facts: LinkFacts) => void;
  readonly data: (chunk: Chunk) => void;
  readonly closed: (error: DeviceError) => void;
  readonly state: (state: ConnectionState, error: DeviceError | null) => void;
}

export interface Connection {
  start(): void;
  stop(): Promise<void>;
  readonly isOpen: boolean;
  send(bytes: Uint8Array, timeoutMs: number): Promise<void>;
}

/** Not there, as against there and not usable. */
const isAway = (error: DeviceError): boolean => error.id === 'device.missing' || error.id === 'device.lost';

const asDeviceError = (error: unknown): DeviceError =>
  error instanceof DeviceError
    ? error
    : new DeviceError('device.open-failed', { path: '', reason: String(error) }, error);

/**
 * Keeps a link open: opens it, notices when it is lost, and tries again every `rescanMs` until it is back. The rescan is
 * slow and never gives up, because hot-plug events do not come everywhere (no udev, ptys, serial servers).
 */
export function keepOpen(link: Link, rescanMs: number, listener: ConnectionListener): Connection {
  let wanted = false;
  let open = false;
  let timer: NodeJS.Timeout | undefined;
  let attempt: Promise<void> = Promise.resolve();

  const again = (): void => {
    if (!wanted) return;
    timer = setTimeout(() => {
      attempt = tryOpen();
    }, rescanMs);
  };

  const fail = (error: DeviceError): void => {
    const was = open;
    open = false;
    if (was) listener.closed(error);
    listener.state(isAway(error) ? 'lost' : 'error', error);
    again();
  };

  const tryOpen = async (): Promise<void> => {
    let facts: LinkFacts;
    try {
      facts = await link.open({ data: (chunk) => listener.data(chunk), lost: (error) => fail(error) });
    } catch (error) {
      if (wanted) fail(asDeviceError(error));
      return;
    }
    if (!wanted) {
      await link.close();
      return;
    }
    open = true;
    listener.state('open', null);
    listener.opened(facts);
  };

  return {
    start() {
      if (wanted) return;
      wanted = true;
      listener.state('opening', null);
      attempt = tryOpen();
    },
    async stop() {
      wanted = false;
      clearTimeout(timer);
      await attempt;
      const was = open;
      open = false;
      await link.close();
      if (was) listener.closed(new DeviceError('device.not-open'));
    },
    get isOpen() {
      return open;
    },
    send: (bytes, timeoutMs) =>
      open ? link.send(bytes, timeoutMs) : Promise.reject(new DeviceError('device.not-open')),
  };
}
