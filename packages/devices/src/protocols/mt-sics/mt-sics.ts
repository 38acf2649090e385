import { decimalOf, type WeightUnit, weightUnitSchema } from '@serialbridge/core/scan';
import { framerOf } from '../../framers/delimited-framer.ts';
import { scaleLoad, type ScaleModel } from '../parts/scale-model.ts';
import {
  bytesOf,
  type Measured,
  type ScaleAnswer,
  type ScaleProtocol,
  textOf,
  type ScaleProtocolParts,
} from '../parts/protocol.ts';
import { faultAnswer, otherUnit } from '../parts/weight-text.ts';
import mettlerToledoMtSicsProfile from './profiles/mettler-toledo-mt-sics.json' with { type: 'json' };
import mtSicsAnyWidthProfile from './profiles/mt-sics-any-width.json' with { type: 'json' };

/**
 * MT-SICS (Mettler-Toledo Standard Interface Command Set), levels 0 and 1.
 *
 *     S S     100.00 g    stable      S + over      ES syntax error
 *     S D     100.12 g    moving      S - under     ET transmission, EL not known
 *     S I                 cannot be executed now, or no stable value in time
 *
 * The value is right-aligned in ten characters. We ask with SI (a value now, stable or not) rather than S (wait until
 * stable): the answer comes at once, so silence is noticed and a moving load can be shown as moving.
 */
export interface MtSicsOptions {
  /** Characters of the value field. A byte lost on the line makes it shorter; null takes any width, for scales that pad otherwise. */
  readonly value_width?: number | null | undefined;
}

/** Anchored at the end: whatever noise stands before it, the last `S …` is the answer. */
const WEIGHT = /(?<![A-Za-z])S (?<stability>[SD]) (?<field>[ +\-.0-9]+) (?<unit>[A-Za-z]+) *$/u;
/** Pounds and ounces: two numbers with a colon, and the unit `lb:oz` (MT-SICS Reference Manual, units of the host interface). */
const POUNDS = /(?<![A-Za-z])S [SD] +-? *\d+:\d+(?:\.\d+)? +lb:oz *$/u;
const STATE = /(?<![A-Za-z])S (?<state>[I+-])$/u;
const ERROR = /E(?<error>[STL])$/u;
const ZERO = /(?<![A-Za-z])ZI? (?<outcome>[ASDI+-])$/u;
const IDENTITY = /I(?<number>[0-9]+) [AB] (?<text>.*)$/u;

const ERRORS: Readonly<Record<string, string>> = {
  S: 'The scale did not understand the command: check that it is set to MT-SICS.',
  T: 'The scale received garbled data: check baud rate and parity.',
  L: 'The scale cannot execute the command: check its interface setting.',
};

function stateOf(state: string | undefined, raw: string): Measured {
  if (state === '+') return { state: 'over', raw };
  if (state === '-') return { state: 'under', raw };
  return { state: 'moving', raw };
}

const ZERO_OUTCOMES: Readonly<Record<string, 'done' | 'refused' | 'out-of-range'>> = {
  A: 'done',
  S: 'done',
  D: 'done',
  I: 'refused',
  '+': 'out-of-range',
  '-': 'out-of-range',
};

function weightOf(groups: Readonly<Record<string, string>>, raw: string, width: number | null): Measured | null {
  const field = groups['field'] ?? '';
  // a field of another width lost or gained a byte on the way: no weight is better than a wrong one
  if (width !== null && field.length !== width) return null;
  const value = decimalOf(field.trimStart());
  if (value === null) return null;
  if (groups['stability'] === 'D') return { state: 'moving', raw };
  const unit = weightUnitSchema.safeParse(groups['unit']);
  if (!unit.success) {
    return { state: 'fault', raw, detail: otherUnit(groups['unit'] ?? '') };
  }
  return { state: 'stable', ...value, unit: unit.data, raw };
}

export function parseMtSics(frame: Uint8Array, options: MtSicsOptions = {}): ScaleAnswer | null {
  const raw = textOf(frame);
  const weight = WEIGHT.exec(raw)?.groups;
  if (weight !== undefined) {
    const measured = weightOf(weight, raw, options.value_width === undefined ? 10 : options.value_width);
    return measured === null ? null : { kind: 'weight', measured };
  }
  if (POUNDS.test(raw)) return faultAnswer(raw, otherUnit('lb:oz'));
  const state = STATE.exec(raw)?.groups;
  if (state !== undefined) return { kind: 'weight', measured: stateOf(state['state'], raw) };
  const zero = ZERO_OUTCOMES[ZERO.exec(raw)?.groups?.['outcome'] ?? ''];
  if (zero !== undefined) return { kind: 'zero', outcome: zero };
  const identity = IDENTITY.exec(raw)?.groups;
  if (identity !== undefined) return { kind: 'identity', text: (identity['text'] ?? '').replaceAll('"', '') };
  const detail = ERRORS[ERROR.exec(raw)?.groups?.['error'] ?? ''];
  return detail === undefined ? null : { kind: 'weight', measured: { state: 'fault', raw, detail } };
}

function readMtSics(options: MtSicsOptions = {}): ScaleProtocol {
  return {
    title: 'MT-SICS',
    framer: () => framerOf('crlf'),
    poll: bytesOf('SI\r\n'),
    zero: bytesOf('Z\r\n'),
    zero_outcome: 'answer',
    probe: bytesOf('I4\r\n'),
    stability: 'marked',
    settle_ms: 0,
    parse: (frame) => parseMtSics(frame, options),
  };
}

/** How fine the scale shows each unit, and how many grams it is. */
const UNITS: Readonly<Record<WeightUnit, { readonly grams: number; readonly places: number }>> = {
  g: { grams: 1, places: 2 },
  kg: { grams: 1000, places: 3 },
  oz: { grams: 28.349523125, places: 2 },
  lb: { grams: 453.59237, places: 3 },
};

/** The device's side: commands in, answers out. S does not wait for stability here; it answers S I at once. */ export function mtSicsModel(
  grams = 0,
  serialNumber = '0001234567',
): ScaleModel {
  const load = scaleLoad(grams);
  let pending = '';

  const field = (): string => {
    const unit = load.unit() ?? 'g';
    const shown = (load.grams() / UNITS[unit].grams).toFixed(UNITS[unit].places);
    return `${(Number(shown) === 0 ? shown.replace('-', '') : shown).padStart(10)} ${unit}`;
  };

  const weigh = (waits: boolean): string => {
    const now = load.settle();
    if (now === 'over') return 'S +';
    if (now === 'under') return 'S -';
    if (now === 'moving') return waits ? 'S I' : `S D ${field()}`;
    return `S S ${field()}`;
  };

  const zero = (): string => {
    const now = load.settle();
    if (now === 'over') return 'Z +';
    if (now === 'under') return 'Z -';
    if (now === 'moving') return 'Z I';
    load.zero();
    return 'Z A';
  };

  const answer = (command: string): string => {
    if (command === 'S') return weigh(true);
    if (command === 'SI') return weigh(false);
    if (command === 'Z') return zero();
    if (command === 'I4' || command === '@') return `I4 A "${serialNumber}"`;
    return 'ES';
  };

  return {
    ...load.controls,
    sends_by_itself: false,
    tick: () => '',
    receive(text) {
      const lines = `${pending}${text}`.split('\r\n');
      pending = lines.pop() ?? '';
      return lines.map((line) => `${answer(line)}\r\n`).join('');
    },
  };
}

export const mtSics = {
  id: 'mt-sics',
  make: readMtSics,
  profiles: [mettlerToledoMtSicsProfile, mtSicsAnyWidthProfile],
  model: mtSicsModel,
} as const satisfies ScaleProtocolParts;
