import type { GadgetSpec } from '../gadget-spec.ts';
import type { RawList } from './raw-list.ts';

/** What the agent in the guest can be told: parameters and answer of each command. Bytes are hex. */
export interface Commands {
  create: { params: { spec: GadgetSpec; udc: string }; result: null };
  plug: { params: { name: string }; result: null };
  unplug: { params: { name: string }; result: null };
  /** How many of the pieces the gadget took. */
  send: { params: { name: string; pieces: readonly string[]; timeout_ms: number }; result: number };
  take: { params: { name: string }; result: string };
  raw_list: { params: Record<string, never>; result: RawList };
  raw_hear: { params: { vendor_id: string; product_id: string; for_ms: number }; result: readonly string[] };
  /** Each piece by itself, from when the gadget took it until the library told of it: milliseconds. Nobody else may have the device open. */
  time_bare: {
    params: { name: string; vendor_id: string; product_id: string; pieces: readonly string[] };
    result: readonly number[];
  };
  /** The same until the host's feedback is on its way to a screen. */
  time_feedback: { params: { name: string; pieces: readonly string[] }; result: readonly number[] };
  start_station: { params: { entry: string; args: readonly string[] }; result: null };
  stop_station: { params: { signal: NodeJS.Signals }; result: null };
  open_link: { params: { link: number }; result: null };
  send_frame: { params: { link: number; text: string }; result: null };
  close_link: { params: { link: number }; result: null };
  /** The end of a file, for a person who looks for a reason. */
  tail: { params: { path: string; bytes: number }; result: string };
  end: { params: Record<string, never>; result: null };
}
export type Command = keyof Commands;

/** What the agent says without being asked. */
export type AgentEvent =
  | { readonly event: 'ready'; readonly node: string; readonly uptime_s: number }
  | { readonly event: 'log'; readonly line: string }
  | { readonly event: 'ended'; readonly code: number | null; readonly signal: string | null }
  | { readonly event: 'frame'; readonly link: number; readonly text: string }
  | { readonly event: 'closed'; readonly link: number };
