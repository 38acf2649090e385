import type { Carrier } from '@serialbridge/client';
import type { GuestAgent } from './guest-agent.ts';

/** A way to the station host inside the guest: its frames go through the agent, so the contract is spoken and checked on this side. */
export function guestCarrier(agent: GuestAgent): Carrier {
  let nextLink = 1;
  const frames = new Map<number, (data: unknown) => void>();
  const closes = new Map<number, () => void>();
  agent.onEvent((event) => {
    if (event.event === 'frame') frames.get(event.link)?.(event.text);
    else if (event.event === 'closed') {
      closes.get(event.link)?.();
      frames.delete(event.link);
      closes.delete(event.link);
    }
  });
  // a guest that is gone closes its links by itself
  return {
    connect: async () => {
      const link = nextLink++;
      await agent.call('open_link', { link });
      return {
        send: (text) => void agent.call('send_frame', { link, text }).catch(() => undefined),
        close: () => void agent.call('close_link', { link }).catch(() => undefined),
        onFrame: (listener) => void frames.set(link, listener),
        onClose: (listener) => void closes.set(link, listener),
      };
    },
  };
}
