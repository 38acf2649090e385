import type { ScaleProtocolId } from '../../profiles/profile.ts';
import { adamOracle } from './adam.ts';
import { andOracle } from './and.ts';
import { diniArgeoOracle } from './dini-argeo.ts';
import { mtSicsOracle } from './mt-sics.ts';
import { nciEcrOracle, nciScp01Oracle } from './nci.ts';
import { ohausOracle } from './ohaus.ts';
import type { Oracle } from './plain-reading.ts';
import { radwagOracle } from './radwag.ts';
import { smaOracle } from './sma.ts';
import { toledo8217Oracle } from './toledo-8217.ts';
import { toledoContinuousOracle } from './toledo-continuous.ts';

export type SerialProtocolId = Exclude<ScaleProtocolId, 'hid-scale'>;

/** The plain reading of each protocol, with the options that its profile has unless told otherwise. */
export const SCALE_ORACLES: Readonly<Record<SerialProtocolId, Oracle>> = {
  'mt-sics': mtSicsOracle,
  'toledo-8217': toledo8217Oracle,
  'nci-scp-01': nciScp01Oracle,
  'nci-ecr': nciEcrOracle,
  sma: smaOracle,
  and: andOracle,
  ohaus: ohausOracle,
  'toledo-continuous': toledoContinuousOracle,
  adam: adamOracle,
  'dini-argeo': diniArgeoOracle,
  radwag: radwagOracle,
};
