import type { Transport, FrameLink } from '../frame-link.ts';

/** A port as browsers and node:worker_threads have it. */
export interface EventPort {
  postMessage(data: string): void;
  close(): void;
  start?(): void;
  addEventListener(type: 'message' | 'close', listener: (event: { readonly data?: unknown }) => void): void;
}

/** A port as Electron's main and utility processes have it (MessagePortMain). */
export interface EmitterPort {
  postMessage(data: string): void;
  close(): void;
  start(): void;
  on(type: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(type: 'close', listener: () => void): unknown;
}

/** Makes a link of a port; either end uses it. */
export function portLink(port: EventPort | EmitterPort): FrameLink {
  let open = true;
  let closed: (() => void) | null = null;
  const end = (): void => {
    if (!open) return;
    open = false;
    closed?.();
  };
  return {
    send: (text) => {
      if (open) port.postMessage(text);
    },
    close: () => {
      port.close();
      // Only the other end of a port is sure to hear of it.
      queueMicrotask(end);
    },
    onFrame: (listener) => {
      const take = (event: { readonly data?: unknown }): void => {
        if (open) listener(event.data);
      };
      if ('addEventListener' in port) port.addEventListener('message', take);
      else port.on('message', take);
      port.start?.();
    },
    onClose: (listener) => {
      closed = listener;
      if ('addEventListener' in port) port.addEventListener('close', end);
      else port.on('close', end);
    },
  };
}

/** How ports come: each call of `give` is a new line to a host that has just started; `end` says that the host is away. */
export type PortSource = (give: (link: FrameLink) => void, end: () => void) => void;

/** A transport over ports that somebody else hands over, one for each start of the host. */
export function messagePortTransport(source: PortSource): Transport {
  let waiting: ((link: FrameLink) => void) | null = null;
  let ready: FrameLink | null = null;
  let current: FrameLink | null = null;
  source(
    (link) => {
      current?.close();
      current = link;
      if (waiting === null) ready = link;
      else waiting(link);
      waiting = null;
    },
    () => {
      ready = null;
      current?.close();
      current = null;
    },
  );
  return {
    connect: () => {
      const link = ready;
      ready = null;
      return link === null ? new Promise((resolve) => (waiting = resolve)) : Promise.resolve(link);
    },
  };
}
