import { textOf } from '../parts/protocol.ts';
import { scaleModel, type SerialProtocolId } from '../scale-protocols.ts';
import { KNOWN_FRAMES, oracleOf, protocolOf } from './known-protocols.ts';

/** 0 to 1, the same for the same seed (mulberry32), so that a stream that fails can be had again. */
type Random = () => number;

export function randomOf(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const below = (random: Random, limit: number): number => Math.floor(random() * limit);
const pick = <Item>(random: Random, items: ArrayLike<Item>): Item => items[below(random, items.length)] as Item;
const repeat = (count: number, make: () => string): string => Array.from({ length: count }, make).join('');

/** What a scale of this protocol says with any load, in any state, to its questions and to being zeroed. */
function spokenBy(id: SerialProtocolId, random: Random): string[] {
  const { poll, zero } = protocolOf(id);
  const spoken: string[] = [];
  for (let load = 0; load < 300; load += 1) {
    const model = scaleModel(id, (random() - 0.2) * pick(random, [10, 1000, 40_000]));
    const state = pick(random, ['stable', 'stable', 'stable', 'moving', 'over', 'under'] as const);
    model[state]();
    spoken.push(poll === null ? model.tick() : model.receive(textOf(poll)));
    if (zero !== null && random() < 0.1) spoken.push(model.receive(textOf(zero)));
  }
  return spoken.filter((text) => text !== '');
}

interface Material {
  readonly frames: readonly string[];
  /** Characters that the frames are made of, the ones that matter most often. */
  readonly alphabet: string;
  /** Makes a frame that was changed add up all the same. */
  readonly mend: ((text: string) => string) | undefined;
}

export function materialOf(id: SerialProtocolId, random: Random): Material {
  const known = KNOWN_FRAMES.filter((frame) => frame.id === id).map(({ text }) => text);
  const spoken = spokenBy(id, random);
  const alphabet = `${known.join('')}0123456789.-+ ?gkGKlbozt\r\n\u0002\u0003`;
  return { frames: [...known, ...known, ...spoken], alphabet, mend: oracleOf(id).mend };
}

type Damage = (text: string, random: Random, material: Material) => string;

const at = (text: string, index: number, count: number, instead: string): string =>
  `${text.slice(0, index)}${instead}${text.slice(index + count)}`;

const DAMAGES: readonly Damage[] = [
  (text, random, { alphabet }) => at(text, below(random, text.length), 1, pick(random, alphabet)),
  (text, random) => at(text, below(random, text.length), 1, ''),
  (text, random, { alphabet }) => at(text, below(random, text.length), 0, pick(random, alphabet)),
  (text, random) => at(text, below(random, text.length), 0, pick(random, text)),
  (text, random) => {
    const index = below(random, text.length);
    return at(text, index, 1, String.fromCharCode(text.charCodeAt(index) ^ (1 << below(random, 8))));
  },
  // lost at the end, lost at the beginning
  (text, random) => text.slice(0, below(random, text.length)),
  (text, random) => text.slice(below(random, text.length)),
  // lost in the middle, with the end of the line in place
  (text, random) => at(text, below(random, text.length), 1 + below(random, 4), ''),
  // the last byte: a checksum, or half the end of a line
  (text, random) => at(text, text.length - 1, 1, String.fromCharCode(below(random, 256))),
];

/** Another number of the same shape: most real streams hold real weights. */
const renumbered: Damage = (text, random) =>
  Array.from(text, (character) =>
    character >= '0' && character <= '9' && random() < 0.4 ? String(below(random, 10)) : character,
  ).join('');

/** Other characters where a number stands: blanks, points, signs. */
const respelled: Damage = (text, random) =>
  Array.from(text, (character) =>
    ' .0123456789'.includes(character) && random() < 0.15 ? pick(random, ' .0123456789-+') : character,
  ).join('');

const UNITS = ['kg', 'g', 'lb', 'oz', 'KG', 'Kg', 'G', 'LB', ' g', 'g ', ' kg', 'g  ', 'kg ', 't', 'ct', 'PCS'];

const otherUnit: Damage = (text, random) => {
  const [index, unit] = UNITS.map((name) => [text.lastIndexOf(name), name] as const).find(([found]) => found >= 0) ?? [
    0,
    '',
  ];
  return at(text, index, unit.length, pick(random, UNITS));
};

function piece(random: Random, material: Material): string {
  const frame = pick(random, material.frames);
  const mended = (text: string): string => (material.mend !== undefined && random() < 0.7 ? material.mend(text) : text);
  const kind = below(random, 10);
  if (kind < 2) return frame;
  if (kind < 4) return mended(renumbered(frame, random, material));
  if (kind === 4) return mended(respelled(frame, random, material));
  if (kind === 5) return mended(otherUnit(frame, random, material));
  if (kind === 6) return repeat(below(random, 24), () => pick(random, material.alphabet));
  if (kind === 7) return repeat(below(random, 12), () => String.fromCharCode(below(random, 256)));
  let text = frame;
  for (let times = 1 + below(random, 3); times > 0 && text !== ''; times -= 1)
    text = pick(random, DAMAGES)(text, random, material);
  return kind === 8 ? mended(text) : text;
}

/** What may come over a line: frames whole, changed, damaged and cut, noise, all behind one another. */
export const streamOf = (random: Random, material: Material): string =>
  repeat(1 + below(random, 3), () => piece(random, material));

/** The same bytes as they may arrive: at once, one by one, or in pieces of any length. */
export function chopped(random: Random, bytes: Uint8Array): Uint8Array[] {
  const most = pick(random, [1, 3, 16, bytes.length + 1]);
  const pieces: Uint8Array[] = [];
  for (let start = 0; start < bytes.length;) {
    const length = 1 + below(random, most);
    pieces.push(bytes.subarray(start, start + length));
    start += length;
  }
  return pieces;
}
