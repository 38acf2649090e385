import type { LiveWeight } from '@serialbridge/protocol/station';
import {
  IconAlertOctagonFilled,
  IconArrowBarDown,
  IconArrowBarUp,
  IconCircleCheckFilled,
  IconPlugConnectedX,
  IconTargetArrow,
  IconWaveSine,
} from '@tabler/icons-react';
import type { ReactElement } from 'react';
import type { Tone } from '../../components/index.ts';

type State = LiveWeight['state'];

const MARK = {
  stable: IconCircleCheckFilled,
  moving: IconWaveSine,
  under: IconArrowBarDown,
  over: IconArrowBarUp,
  'needs-zero': IconTargetArrow,
  fault: IconAlertOctagonFilled,
  silent: IconPlugConnectedX,
} as const satisfies Record<State, unknown>;

/** Only a stable weight counts; moving and needing zero pass by waiting or by a key, the rest does not. */
export const WEIGHT_TONE: Readonly<Record<State, Tone>> = {
  stable: 'good',
  moving: 'caution',
  'needs-zero': 'caution',
  under: 'bad',
  over: 'bad',
  fault: 'bad',
  silent: 'neutral',
};

/** A shape of its own for every state, so that colour is never the only sign. */
export function WeightMark({ state, size }: { state: State; size: number | string }): ReactElement {
  const Mark = MARK[state];
  return <Mark size={size} aria-hidden="true" data-mark={state} />;
}
