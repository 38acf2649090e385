import { AI_TABLE, type AiRow } from './ai-table.ts';

export type CharacterSet = 'n' | 'x' | 'y' | 'z';

/** One component of an element's data: `n14:check` read into its parts. */
export interface Component {
  readonly set: CharacterSet;
  readonly least: number;
  readonly most: number;
  readonly optional: boolean;
  readonly checks: readonly string[];
}

export interface AiFormat extends AiRow {
  readonly components: readonly Component[];
  readonly least: number;
  readonly most: number;
}

const SETS: readonly CharacterSet[] = ['n', 'x', 'y', 'z'];
const WORD = /^(?<set>[nxyz])(?<upto>\.\.)?(?<size>\d+)(?<checks>(?::[a-z0-9-]+)*)(?<optional>\?)?$/u;

function componentOf(word: string): Component {
  const groups = WORD.exec(word)?.groups;
  const set = SETS.find((name) => name === groups?.['set']);
  if (groups === undefined || set === undefined) throw new Error(`not a component of a GS1 format: ${word}`);
  const most = Number(groups['size']);
  return {
    set,
    least: groups['upto'] === undefined ? most : 1,
    most,
    optional: groups['optional'] !== undefined,
    checks: (groups['checks'] ?? '').split(':').filter((name) => name !== ''),
  };
}

function formatOf(row: AiRow): AiFormat {
  const components = row.format.split(' ').map(componentOf);
  const sum = (size: (component: Component) => number): number =>
    components.reduce((total, component) => total + size(component), 0);
  return {
    ...row,
    components,
    least: sum((component) => (component.optional ? 0 : component.least)),
    most: sum((component) => component.most),
  };
}

const FORMATS: ReadonlyMap<string, AiFormat> = new Map([...AI_TABLE].map(([ai, row]) => [ai, formatOf(row)]));

/** The format of an AI, or undefined when the table does not know it. */
export const aiFormat = (ai: string): AiFormat | undefined => FORMATS.get(ai);

/** The AI that stands at `index`, if the table knows it: no AI is the beginning of another, so there is one at most. */
export function knownAiAt(text: string, index: number): AiFormat | undefined {
  for (const length of [2, 3, 4]) {
    const format = FORMATS.get(text.slice(index, index + length));
    if (format !== undefined) return format;
  }
  return undefined;
}

/** GS1 character sets (General Specifications, 7.11): 82 (invariant ISO 646), 39, and base64url. */
const IN_SET: Readonly<Record<CharacterSet, RegExp>> = {
  n: /^[0-9]$/u,
  x: /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]$/u,
  y: /^[#\-/0-9A-Z]$/u,
  z: /^[-_=0-9A-Za-z]$/u,
};

/** Index of the first character outside the set, or -1. */
export function firstOutside(text: string, set: CharacterSet): number {
  for (let index = 0; index < text.length; index += 1) {
    if (!IN_SET[set].test(text.charAt(index))) return index;
  }
  return -1;
}
