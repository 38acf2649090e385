/** A serial pattern as a tree. A leaf tests one character; there is nothing that looks ahead, behind or back. */
export type PatternNode =
  | { readonly kind: 'character'; readonly source: string }
  | { readonly kind: 'start' | 'end' }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly part: PatternNode; readonly min: number; readonly max: number };

/** Thrown inside, caught by compilePattern. */
export class PatternError extends Error {}

/** Groups within groups: more is no serial's pattern, and would only exhaust the stack. */
const DEPTH_LIMIT = 30;

const ESCAPE = /\\(?:[pP]\{[^}]*\}|u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z]|[^1-9kbB])/uy;
const CLASS = /\[(?:\\.|[^\]\\])*\]/uy;
const QUANTIFIER = /(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/uy;
const GROUP = /\((?:\?:|\?<[A-Za-z_$][\w$]*>)?/uy;

/**
 * Parses a regular expression that JavaScript has already accepted (flag u), as far as it can be matched in linear time.
 * Throws PatternError for back references, look-around, word boundaries and inline flags.
 */
export function parsePattern(source: string): PatternNode {
  let at = 0;

  const take = (expression: RegExp): RegExpExecArray | null => {
    expression.lastIndex = at;
    const found = expression.exec(source);
    if (found !== null) at = expression.lastIndex;
    return found;
  };

  const choice = (depth: number): PatternNode => {
    if (depth > DEPTH_LIMIT) throw new PatternError('groups lie too deep');
    const parts = [sequence(depth)];
    while (source[at] === '|') {
      at += 1;
      parts.push(sequence(depth));
    }
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { kind: 'choice', parts };
  };

  const sequence = (depth: number): PatternNode => {
    const parts: PatternNode[] = [];
    while (at < source.length && source[at] !== '|' && source[at] !== ')') parts.push(quantified(atom(depth)));
    return { kind: 'sequence', parts };
  };

  const atom = (depth: number): PatternNode => {
    switch (source.charAt(at)) {
      case '^':
        at += 1;
        return { kind: 'start' };
      case '$':
        at += 1;
        return { kind: 'end' };
      case '(': {
        take(GROUP);
        if (source[at] === '?') throw new PatternError('looks ahead or behind, or sets a flag');
        const inner = choice(depth + 1);
        at += 1;
        return inner;
      }
      case '[':
        return leaf(take(CLASS));
      case '\\':
        return leaf(take(ESCAPE));
      default: {
        const character = String.fromCodePoint(source.codePointAt(at) ?? 0);
        at += character.length;
        return { kind: 'character', source: character };
      }
    }
  };

  const quantified = (part: PatternNode): PatternNode => {
    const found = take(QUANTIFIER);
    if (found === null) return part;
    const [text, low, comma, high] = found;
    if (low === undefined) {
      return { kind: 'repeat', part, min: text.startsWith('+') ? 1 : 0, max: text.startsWith('?') ? 1 : Infinity };
    }
    const min = Number(low);
    const open = high === undefined || high === '';
    return { kind: 'repeat', part, min, max: comma === '' ? min : open ? Infinity : Number(high) };
  };

  return choice(0);
}

function leaf(found: RegExpExecArray | null): PatternNode {
  if (found === null) throw new PatternError('refers back, or asks for a word boundary');
  return { kind: 'character', source: found[0] };
}
