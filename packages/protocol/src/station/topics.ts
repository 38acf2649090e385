import type { z } from 'zod';
import { DevicesState } from './devices-state.ts';
import { Feedback } from './feedback.ts';
import { PackingState } from './packing-state.ts';
import { ReceivingState } from './receiving-state.ts';
import { StationState } from './station-state.ts';

/** What a screen subscribes to: the whole state of a topic, sent at once and after each change. The host is the only truth. */
export const STATION_TOPICS = {
  station: StationState,
  receiving: ReceivingState,
  packing: PackingState,
  devices: DevicesState,
} as const satisfies Record<string, z.ZodType>;
export type StationTopic = keyof typeof STATION_TOPICS;
export type TopicState<T extends StationTopic> = z.infer<(typeof STATION_TOPICS)[T]>;

/** What happens once and is not state: a screen sounds and shows it. */
export const STATION_SIGNALS = {
  feedback: Feedback,
} as const satisfies Record<string, z.ZodType>;
export type StationSignal = keyof typeof STATION_SIGNALS;
export type SignalPayload<S extends StationSignal> = z.infer<(typeof STATION_SIGNALS)[S]>;
