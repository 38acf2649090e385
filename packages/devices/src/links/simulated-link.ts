import { DeviceError } from '../errors/device-error.ts';
import { type Link, type LinkListener, NO_FACTS } from './link.ts';

/** The far end of a simulated link: what a simulated device does with it. */
export interface SimulatedEnd {
  /** Bytes from the device to the station; false when nobody listens (unplugged, or not opened). */
  emit(bytes: Uint8Array): boolean;
  /** Called with what the station sends. */
  onReceive(receive: (bytes: Uint8Array) => void): void;
  unplug(): void;
  plug(): void;
  readonly plugged: boolean;
}

/**
 * A link without hardware: demos, support and the end-to-end tests use it, and it goes through the same framers and
 * protocols as a real device.
 */
export function simulatedLink(name: string): { readonly link: Link; readonly end: SimulatedEnd } {
  let listener: LinkListener | null = null;
  let receiver: ((bytes: Uint8Array) => void) | null = null;
  let plugged = true;

  const link: Link = {
    via: 'simulated',
    open: (next) => {
      if (!plugged) return Promise.reject(new DeviceError('device.missing', { path: name }));
      if (listener !== null) return Promise.reject(new DeviceError('device.in-use', { path: name }));
      listener = next;
      return Promise.resolve(NO_FACTS);
    },
    close: () => {
      listener = null;
      return Promise.resolve();
    },
    send: (bytes) => {
      if (listener === null) return Promise.reject(new DeviceError('device.not-open'));
      // a device answers after the send has returned, never inside it
      queueMicrotask(() => receiver?.(bytes));
      return Promise.resolve();
    },
  };

  const end: SimulatedEnd = {
    emit: (bytes) => {
      listener?.data({ bytes, at: Date.now() });
      return listener !== null;
    },
    onReceive: (receive) => {
      receiver = receive;
    },
    unplug: () => {
      plugged = false;
      const heard = listener;
      listener = null;
      heard?.lost(new DeviceError('device.lost', { path: name }));
    },
    plug: () => {
      plugged = true;
    },
    get plugged() {
      return plugged;
    },
  };
  return { link, end };
}
