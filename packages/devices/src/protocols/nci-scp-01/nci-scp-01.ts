import type { WeightUnit } from '@serialbridge/core/scan';
import { framerOf } from '../../framers/delimited-framer.ts';
import { padZero, voiceModel, type ScaleVoice } from '../parts/scale-model.ts';
import type { Load } from '../parts/scale-model.ts';
import {
  bytesOf,
  type MakeScaleProtocol,
  type ScaleAnswer,
  textOf,
  type ScaleProtocolParts,
} from '../parts/protocol.ts';
import { faultAnswer, measuredAnswer, weightOfText } from '../parts/weight-text.ts';
import nciScp01Profile from './profiles/nci-scp-01.json' with { type: 'json' };

/** Anchored at the end: whatever noise stands before it, this is the answer. Carets fill the weight of an overloaded scale. */
const WEIGHT =
  /\n(?<field>[-0-9.^ ]{4,20})(?<unit>[A-Za-z]{2}|[A-Za-z] )\r\n(?<ecr>S?)(?<status>[0-?][p-\u007f]*[0-?])\r$/u;
/** `after`: it stands behind something, a weight that cannot be read. */
const STATUS = /(?<after>\r?)\n(?<ecr>S?)(?<status>[0-?][p-\u007f]*[0-?])\r$/u;
const UNKNOWN = /\n\?\r$/u;
const VALUE = /^-?\d+\.?\d*$/u;

interface Status {
  readonly moving: boolean;
  readonly zero: boolean;
  readonly under: boolean;
  readonly over: boolean;
  readonly needsZero: boolean;
  readonly fault: string | null;
}

const has = (byte: number, bit: number): boolean => (byte & (1 << bit)) !== 0;

/** Status characters: `0` plus four bits each; from the second on, bit 6 says that one more follows. */
function statusOf(text: string): Status {
  const [first = 0, second = 0, third = 0] = bytesOf(text);
  const faults = [
    has(first, 2) ? 'its memory (RAM) fails' : null,
    has(first, 3) ? 'its settings (EEPROM) are lost' : null,
    has(second, 2) ? 'its program (ROM) fails' : null,
    has(second, 3) ? 'its calibration is faulty' : null,
  ].filter((fault) => fault !== null);
  return {
    moving: has(first, 0),
    zero: has(first, 1),
    under: has(second, 0),
    over: has(second, 1),
    needsZero: has(third, 3),
    fault: faults.length === 0 ? null : `The scale says that ${faults.join(' and ')}: have it serviced.`,
  };
}

/** What the status says before any weight counts; null: it is a weight at rest. */
function stateAnswer(status: Status, raw: string): ScaleAnswer | null {
  if (status.fault !== null) return faultAnswer(raw, status.fault);
  if (status.needsZero) return measuredAnswer({ state: 'needs-zero', raw });
  if (status.over) return measuredAnswer({ state: 'over', raw });
  if (status.under) return measuredAnswer({ state: 'under', raw });
  return status.moving ? measuredAnswer({ state: 'moving', raw }) : null;
}

interface Variant {
  /** Characters of the weight: a byte lost on the line makes it shorter; null takes any. */
  readonly width: number | null;
  /** The status begins with S (ECR). */
  readonly ecr: boolean;
  readonly unit: WeightUnit;
}

export function parseNci(frame: Uint8Array, { width, ecr, unit }: Variant): ScaleAnswer | null {
  const raw = textOf(frame);
  const groups = WEIGHT.exec(raw)?.groups ?? STATUS.exec(raw)?.groups;
  if (groups === undefined)
    return UNKNOWN.test(raw)
      ? faultAnswer(raw, 'The scale did not understand the command: check that it is set to NCI.')
      : null;
  if ((groups['ecr'] === 'S') !== ecr) return null;
  const status = statusOf(groups['status'] ?? '');
  const state = stateAnswer(status, raw);
  if (state !== null) return state;
  // a display of dashes: the scale found no zero point when it was switched on
  if (/^-+$/u.test(groups['field'] ?? '')) return measuredAnswer({ state: 'needs-zero', raw });
  const field = groups['field'];
  // at rest without a weight: only a scale that stands at zero says that much
  if (field === undefined)
    return status.zero && groups['after'] === ''
      ? measuredAnswer({ state: 'stable', mantissa: 0, exponent: 0, unit, raw })
      : null;
  if ((width !== null && field.length !== width) || !VALUE.test(field.trimStart())) return null;
  const measured = weightOfText(field.trimStart(), groups['unit'] ?? '', raw);
  // a load on a scale at zero: the weight of one answer, and the status of the next
  if (measured === null || (status.zero && measured.state === 'stable' && measured.mantissa > 0)) return null;
  return measuredAnswer(measured);
}

/**
 * NCI SCP-01 (Weigh-Tronix NCI 7800 manual, "Standard protocol"; Mettler-Toledo DIVA service manual for the status):
 *
 *     W CR → LF xxxx.xx uu CR LF h h CR ETX        S CR → LF h h CR ETX        ? CR → LF ? CR ETX
 *     h 1: bit 0 moving · 1 at zero · 2 RAM · 3 EEPROM       h 2: bit 0 under · 1 over · 2 ROM · 3 calibration
 *     h 3: bit 3 initial zero error       bit 6 of h 2 and on: one more follows
 *
 * A zero (Z CR) is answered with a status, like a question for it: whether it was done shows in the next reading.
 */
export const readNciScp01: MakeScaleProtocol = (options) => ({
  title: 'NCI SCP-01',
  framer: () => framerOf('etx'),
  poll: bytesOf('W\r'),
  zero: bytesOf('Z\r'),
  zero_outcome: 'none',
  probe: bytesOf('W\r'),
  stability: 'marked',
  settle_ms: 0,
  parse: (frame) =>
    parseNci(frame, {
      width: options.value_width === undefined ? 7 : options.value_width,
      ecr: false,
      unit: options.unit ?? 'lb',
    }),
});

/** The two status bits of h 1 and h 2 that a load sets. */
export const NCI_STATUS: Readonly<Record<Load, string>> = { stable: '00', moving: '10', over: '02', under: '01' };

const voice: ScaleVoice = {
  unit: 'lb',
  places: 2,
  poll: 'W\r',
  zero: 'Z\r',
  zeroed: (done) => (done ? '\n20\r\u0003' : '\n10\r\u0003'),
  unknown: '\n?\r\u0003',
  say: (load, value) => {
    const field = load === 'over' ? '^^^^^^' : padZero(value, 7);
    return `\n${field}lb\r\n${NCI_STATUS[load]}\r\u0003`;
  },
};

export const nciScp01 = {
  id: 'nci-scp-01',
  make: readNciScp01,
  profiles: [nciScp01Profile],
  model: voiceModel(voice),
} as const satisfies ScaleProtocolParts;
