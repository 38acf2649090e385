import type { Transport, FrameLink } from '../frame-link.ts';

/** As much of a WebSocket as is used: the browser's own, Node's own, and that of `ws`. */
export interface SocketLike {
  send(data: string): void;
  close(): void;
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

function socketLink(socket: SocketLike, whenClosed: (listener: () => void) => void): FrameLink {
  let open = true;
  whenClosed(() => (open = false));
  return {
    send: (text) => {
      if (open) socket.send(text);
    },
    close: () => socket.close(),
    onFrame: (listener) => socket.addEventListener('message', ({ data }) => listener(data)),
    onClose: (listener) => whenClosed(listener),
  };
}

/** A transport over loopback WebSocket. `open` makes a new socket to the host, e.g. `() => new WebSocket(url)`. */
export function webSocketTransport(open: () => SocketLike): Transport {
  return {
    connect: () =>
      new Promise((resolve, reject) => {
        const socket = open();
        const listeners: (() => void)[] = [];
        let closed = false;
        const whenClosed = (listener: () => void): void => {
          if (closed) queueMicrotask(listener);
          else listeners.push(listener);
        };
        socket.addEventListener('open', () => resolve(socketLink(socket, whenClosed)));
        socket.addEventListener('error', () => undefined);
        socket.addEventListener('close', () => {
          closed = true;
          reject(new Error('the host does not answer'));
          for (const listener of listeners.splice(0)) listener();
        });
      }),
  };
}
