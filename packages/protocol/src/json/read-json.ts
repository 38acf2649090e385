/** Deeper than any message is. Whoever reads one may follow it down without counting. */
const DEEPEST = 64;
/** Longer than any number is that a computer writes: what is longer would be read as another number. */
const LONGEST_NUMBER = 40;

/** A text that is no JSON, or JSON that two readers could take for two different things. The message says what is wrong with it. */
export class JsonRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'JsonRefused';
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const [COLON, MINUS, PLUS, POINT] = [0x3a, 0x2d, 0x2b, 0x2e];
const [ZERO, NINE] = [0x30, 0x39];
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d]);

const isDigit = (code: number): boolean => code >= ZERO && code <= NINE;
const isOfNumber = (code: number): boolean =>
  isDigit(code) || code === PLUS || code === MINUS || code === POINT || code === 0x65 || code === 0x45;

/** Where a string that begins at `from` ends: after its closing quote. */
function afterString(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return end + 1;
  }
  return text.length;
}

/** Where a number ends. @throws JsonRefused */
function afterNumber(text: string, from: number): number {
  let end = from + 1;
  while (end < text.length && isOfNumber(text.charCodeAt(end))) end += 1;
  if (end - from > LONGEST_NUMBER) throw new JsonRefused(`A number has more than ${LONGEST_NUMBER} digits.`);
  if (Math.abs(Number(text.slice(from, end))) === Infinity) throw new JsonRefused('A number is too large.');
  return end;
}

/** Looks at the text itself, where JSON.parse would say nothing. Gives how many fields it names. @throws JsonRefused */
function fieldsIn(text: string): number {
  let depth = 0;
  let fields = 0;
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = afterString(text, at);
      continue;
    }
    if (code === MINUS || isDigit(code)) {
      at = afterNumber(text, at);
      continue;
    }
    if (code === COLON) fields += 1;
    else if (CLOSING.has(code)) depth -= 1;
    else if (OPENING.has(code)) {
      depth += 1;
      if (depth > DEEPEST) throw new JsonRefused(`It is nested more than ${DEEPEST} deep.`);
    }
    at += 1;
  }
  return fields;
}

/** Names that mean something to JavaScript itself. */
const RESERVED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** How many fields a value has, in all that lies in it. @throws JsonRefused for names and texts that nobody may use */
function fieldsOf(value: unknown, checkTexts: boolean): number {
  if (typeof value === 'string') {
    if (checkTexts && !value.isWellFormed()) throw new JsonRefused('A text has half a sign (a lone surrogate).');
    return 0;
  }
  if (typeof value !== 'object' || value === null) return 0;
  let fields = 0;
  if (Array.isArray(value)) {
    for (const item of value as readonly unknown[]) fields += fieldsOf(item, checkTexts);
    return fields;
  }
  for (const name of Object.keys(value)) {
    if (RESERVED.has(name)) throw new JsonRefused(`A field is called ${name}.`);
    if (checkTexts && !name.isWellFormed()) throw new JsonRefused('The name of a field has half a sign.');
    fields += 1 + fieldsOf((value as Readonly<Record<string, unknown>>)[name], checkTexts);
  }
  return fields;
}

const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/u;

/**
 * Reads JSON that somebody else wrote. JSON.parse takes more than can be kept: half of a sign, which no database holds; a number that becomes
 * infinite, or another one; two fields of one name, of which it keeps the last; nesting that overflows whoever follows it. All of these are
 * refused here, so that nobody behind this must think of them. It costs less than parsing does.
 * @throws JsonRefused
 */
export function readJson(text: string): unknown {
  const named = fieldsIn(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new JsonRefused(error instanceof Error ? error.message : String(error));
  }
  if (fieldsOf(value, SURROGATE_ESCAPE.test(text) || !text.isWellFormed()) !== named)
    throw new JsonRefused('Two fields of one object have the same name.');
  return value;
}
