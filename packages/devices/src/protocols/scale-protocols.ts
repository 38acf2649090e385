import type { ScaleProtocolId } from '../profiles/profile.ts';
import { hidScale } from './hid/hid-scale.ts';
import { mtSics } from './mt-sics.ts';
import type { MakeScaleProtocol } from './protocol.ts';

/** Every protocol by the name that profiles use. */
export const SCALE_PROTOCOLS: Partial<Readonly<Record<ScaleProtocolId, MakeScaleProtocol>>> = {
  'mt-sics': mtSics,
  'hid-scale': hidScale,
};
