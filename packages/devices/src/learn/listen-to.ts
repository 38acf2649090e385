import type { DeviceLink, Finding } from '@serialbridge/protocol/station';
import { type ConnectionState, keepOpen } from '../running/connection.ts';
import { makeLink } from '../links/make-link.ts';
import type { NetworkGuard } from '../links/network-guard.ts';
import { serialSettingsSchema } from '../links/serial-settings.ts';

const MOST_BYTES = 2048;
const RESCAN_MS = 1000;

export interface ListenState {
  readonly state: ConnectionState;
  readonly detail: Finding | null;
  /** The last bytes, at most 2,048. */
  readonly bytes: Uint8Array;
}

/** A line open without a profile: every byte of it, for a person who sets up a device nobody knows. */
export function listenTo(
  link: DeviceLink,
  changed: (state: ListenState) => void,
  mayReach: NetworkGuard,
): { readonly state: ListenState; readonly stop: () => Promise<void> } {
  let state: ListenState = { state: 'opening', detail: null, bytes: new Uint8Array() };
  const set = (change: Partial<ListenState>): void => {
    state = { ...state, ...change };
    changed(state);
  };
  // a simulated device has no line of its own to listen to
  if (link.type === 'simulated') return { state, stop: () => Promise.resolve() };
  const connection = keepOpen(makeLink(link, serialSettingsSchema.parse({}), mayReach), RESCAN_MS, {
    opened: () => undefined,
    closed: () => undefined,
    data: ({ bytes }) => set({ bytes: Uint8Array.from([...state.bytes, ...bytes].slice(-MOST_BYTES)) }),
    state: (next, error) => set({ state: next, detail: error?.finding ?? null }),
  });
  connection.start();
  return {
    get state() {
      return state;
    },
    stop: () => connection.stop(),
  };
}
