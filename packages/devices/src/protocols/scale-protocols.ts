import type { ScaleProtocolId } from '../profiles/profile.ts';
import { adam } from './adam.ts';
import { and } from './and.ts';
import { diniArgeo } from './dini-argeo.ts';
import { hidScale } from './hid/hid-scale.ts';
import { mtSics } from './mt-sics.ts';
import { nciEcr, nciScp01 } from './nci-scp-01.ts';
import { ohaus } from './ohaus.ts';
import type { MakeScaleProtocol } from './protocol.ts';
import { radwag } from './radwag.ts';
import { sma } from './sma.ts';
import { toledo8217 } from './toledo-8217.ts';
import { toledoContinuous } from './toledo-continuous.ts';

/** Every protocol by the name that profiles use. */
export const SCALE_PROTOCOLS: Readonly<Record<ScaleProtocolId, MakeScaleProtocol>> = {
  'mt-sics': mtSics,
  'toledo-8217': toledo8217,
  'nci-scp-01': nciScp01,
  'nci-ecr': nciEcr,
  sma,
  and,
  ohaus,
  'toledo-continuous': toledoContinuous,
  adam,
  'dini-argeo': diniArgeo,
  radwag,
  'hid-scale': hidScale,
};
