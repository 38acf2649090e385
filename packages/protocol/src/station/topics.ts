import type { z } from 'zod';
import type { StationTopicDeclaration } from './callers.ts';
import { DevicesState } from './devices-state.ts';
import { Feedback } from './feedback.ts';
import { PackingState } from './packing-state.ts';
import { ReceivingState } from './receiving-state.ts';
import { StationState } from './station-state.ts';

/**
 * What a screen subscribes to: the whole state of a topic, sent at once and after each change. The host is the only truth. Whoever may not see a
 * topic is sent nothing of it; it comes with the sign-in.
 */
export const STATION_TOPICS = {
  station: { who: 'anybody', before_pairing: true, state: StationState },
  receiving: { who: 'signed-in', state: ReceivingState },
  packing: { who: 'signed-in', state: PackingState },
  devices: { who: 'signed-in', before_pairing: true, state: DevicesState },
} as const satisfies Record<string, StationTopicDeclaration>;
export type StationTopic = keyof typeof STATION_TOPICS;
export const TOPIC_NAMES = Object.keys(STATION_TOPICS) as [StationTopic, ...StationTopic[]];
export type TopicState<T extends StationTopic> = z.infer<(typeof STATION_TOPICS)[T]['state']>;

/** What happens once and is not state: a screen sounds and shows it. */
export const STATION_SIGNALS = {
  feedback: Feedback,
} as const satisfies Record<string, z.ZodType>;
export type StationSignal = keyof typeof STATION_SIGNALS;
export type SignalPayload<S extends StationSignal> = z.infer<(typeof STATION_SIGNALS)[S]>;
