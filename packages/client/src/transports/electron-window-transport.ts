import type { HostFrame } from '@serialbridge/protocol/station';
import { z } from 'zod';
import type { Transport } from '../frame-link.ts';
import { memoryLinks } from './memory-transport.ts';
import { messagePortTransport, portLink } from './message-port-transport.ts';

/** What the preload passes on by window.postMessage. */
const ShellMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('contract-port') }),
  z.object({
    kind: z.literal('host-state'),
    state: z.object({ state: z.enum(['running', 'restarting', 'failed']), reason: z.string().optional() }),
  }),
]);

/** The transport of a page under Electron: ports come by the preload, and so does word of a host that restarts or cannot start. */
export function electronWindowTransport(page: Window): Transport {
  return messagePortTransport((give, end) => {
    page.addEventListener('message', (event) => {
      if (event.source !== page || event.origin !== page.location.origin) return;
      const message = ShellMessage.safeParse(event.data);
      if (!message.success) return;
      if (message.data.kind === 'contract-port') {
        const [port] = event.ports;
        if (port !== undefined) give(portLink(port));
        return;
      }
      const { state, reason = '' } = message.data.state;
      if (state !== 'running') end();
      if (state !== 'failed') return;
      const refused: HostFrame = {
        kind: 'refused',
        faults: [{ code: 'host.cannot-start', message: reason, params: { reason } }],
      };
      const [screen, shell] = memoryLinks();
      shell.onFrame(() => shell.send(JSON.stringify(refused)));
      give(screen);
    });
  });
}
