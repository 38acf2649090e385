import { adam } from './adam/adam.ts';
import { and } from './and/and.ts';
import { diniArgeo } from './dini-argeo/dini-argeo.ts';
import { hidScale } from './hid-scale/hid-scale.ts';
import { mtSics } from './mt-sics/mt-sics.ts';
import { nciEcr } from './nci-ecr/nci-ecr.ts';
import { nciScp01 } from './nci-scp-01/nci-scp-01.ts';
import { ohaus } from './ohaus/ohaus.ts';
import { radwag } from './radwag/radwag.ts';
import { sma } from './sma/sma.ts';
import { toledo8217 } from './toledo-8217/toledo-8217.ts';
import { toledoContinuous } from './toledo-continuous/toledo-continuous.ts';
import type { ScaleProtocolParts } from './parts/protocol.ts';
import type { ScaleModel } from './parts/scale-model.ts';

/** Every protocol that a scale may speak: a folder each, and a line here. A search for what a scale speaks tries them in this order. */
const LIST = [
  hidScale,
  mtSics,
  toledo8217,
  nciScp01,
  nciEcr,
  sma,
  and,
  ohaus,
  toledoContinuous,
  adam,
  diniArgeo,
  radwag,
] as const;

export type ScaleProtocolId = (typeof LIST)[number]['id'];
export type SerialProtocolId = Exclude<ScaleProtocolId, 'hid-scale'>;

export const SCALE_PROTOCOL_IDS: readonly ScaleProtocolId[] = LIST.map(({ id }) => id);
export const SERIAL_PROTOCOL_IDS: readonly SerialProtocolId[] = SCALE_PROTOCOL_IDS.filter((id) => id !== 'hid-scale');

/** By the name that profiles use. */
export const SCALE_PROTOCOLS = Object.fromEntries<ScaleProtocolParts>(
  LIST.map((protocol) => [protocol.id, protocol]),
) as Readonly<Record<ScaleProtocolId, ScaleProtocolParts>>;

/** A scale that speaks this protocol, with a load on it (g). */
export function scaleModel(id: SerialProtocolId, grams = 0): ScaleModel {
  const { model } = SCALE_PROTOCOLS[id];
  if (model === null) throw new Error(`${id} speaks in HID reports`);
  return model(grams);
}
