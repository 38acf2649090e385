import { parsePattern, PatternError, type PatternNode } from './parse-pattern.ts';

/** A pattern ready to be asked, or why it can't be used. */
export type CompiledPattern =
  { readonly ok: true; readonly matches: (text: string) => boolean } | { readonly ok: false; readonly reason: string };

interface State {
  /** Null: an empty step. */
  test: ((character: string) => boolean) | null;
  /** Only passed at the start or at the end of the text. */
  only: 'start' | 'end' | null;
  next: number[];
}

/** States after counted repeats are written out: bounds the work per character. */
const STATE_LIMIT = 4_000;

/**
 * Compiles a product's `serial_pattern`, which is user data: it never throws, and matching takes time linear in the text whatever
 * the pattern (all its states are walked at once), so `(a+)+$` can't hang a station. The whole text must match.
 */
export function compilePattern(source: string): CompiledPattern {
  try {
    // JavaScript's own parser is the judge of the syntax; nothing is ever matched with the whole expression.
    void new RegExp(source, 'u');
    const states: State[] = [];
    const end = add(states, null);
    const start = build(states, parsePattern(source), end);
    return { ok: true, matches: (text) => walk(states, start, end, text) };
  } catch (error) {
    if (error instanceof PatternError || error instanceof SyntaxError) return { ok: false, reason: error.message };
    throw error;
  }
}

function add(states: State[], test: State['test'], next: number[] = [], only: State['only'] = null): number {
  if (states.length >= STATE_LIMIT) throw new PatternError('repeats too much');
  return states.push({ test, only, next }) - 1;
}

/** Builds the states of a node that go on to `then`; returns the first of them. */
function build(states: State[], node: PatternNode, then: number): number {
  if (node.kind === 'character') return add(states, characterTest(node.source), [then]);
  if (node.kind === 'repeat') return repeat(states, node, then);
  if (node.kind === 'sequence') {
    // An empty group takes a state too, or `((){999}){999}` would be built for ever without meeting the limit.
    const last = node.parts.length > 0 ? then : add(states, null, [then]);
    return node.parts.reduceRight((next, part) => build(states, part, next), last);
  }
  if (node.kind === 'choice') {
    const branches = node.parts.map((part) => build(states, part, then));
    return add(states, null, branches);
  }
  return add(states, null, [then], node.kind);
}

function repeat(states: State[], node: Extract<PatternNode, { kind: 'repeat' }>, then: number): number {
  if (node.min > STATE_LIMIT || (node.max !== Infinity && node.max > STATE_LIMIT))
    throw new PatternError('repeats too much');
  let first = then;
  if (node.max === Infinity) {
    first = add(states, null, [then]);
    states[first]?.next.push(build(states, node.part, first));
  } else {
    for (let more = node.min; more < node.max; more += 1)
      first = add(states, null, [build(states, node.part, first), then]);
  }
  for (let needed = 0; needed < node.min; needed += 1) first = build(states, node.part, first);
  return first;
}

/** A single character is tested with JavaScript's own meaning of the class or escape; on one character nothing can run away. */
function characterTest(source: string): (character: string) => boolean {
  if (Array.from(source).length === 1 && source !== '.') return (character) => character === source;
  const expression = new RegExp(`^${source}$`, 'u');
  const known = new Map<string, boolean>();
  return (character) => {
    let answer = known.get(character);
    if (answer === undefined) {
      answer = expression.test(character);
      if (known.size < 1_000) known.set(character, answer);
    }
    return answer;
  };
}

function walk(states: readonly State[], start: number, end: number, text: string): boolean {
  const characters = Array.from(text);
  const seen = new Int32Array(states.length).fill(-1);
  let current: number[] = [];

  // Adds a state and all that empty steps lead to from it.
  const reach = (list: number[], from: number, position: number): void => {
    const open = [from];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      const state = states[index];
      if (state === undefined || seen[index] === position) continue;
      seen[index] = position;
      if (state.only === 'start' && position !== 0) continue;
      if (state.only === 'end' && position !== characters.length) continue;
      if (state.test !== null || index === end) list.push(index);
      else open.push(...state.next);
    }
  };

  reach(current, start, 0);
  for (const [index, character] of characters.entries()) {
    const following: number[] = [];
    for (const at of current) {
      const state = states[at];
      if (state?.test?.(character) === true) for (const next of state.next) reach(following, next, index + 1);
    }
    if (following.length === 0) return false;
    current = following;
  }
  return current.includes(end);
}

/** True where the product has a pattern and the serial is of it. */
export function fitsPattern(serial_pattern: string | null, serial_norm: string): boolean {
  const pattern = serial_pattern === null ? null : compilePattern(serial_pattern);
  return pattern?.ok === true && pattern.matches(serial_norm);
}
