import { checkAssociations } from './check-associations.ts';
import { isoDate } from './dates.ts';
import type { Gs1Context, Gs1Element, Gs1Error, Gs1Evidence, Gs1Message } from './gs1-message.ts';

/** The same AI twice with different data: neither can be believed. The same data twice is only said twice. */
function conflicts(elements: readonly Gs1Element[]): Gs1Error[] {
  const first = new Map<string, Gs1Element>();
  const errors: Gs1Error[] = [];
  for (const element of elements) {
    const earlier = first.get(element.ai);
    if (earlier === undefined) first.set(element.ai, element);
    else if (earlier.value !== element.value) {
      errors.push({
        rule: 'gs1.conflict',
        position: element.position,
        ai: element.ai,
        message: `AI ${element.ai} stands twice with different data (${earlier.value}, ${element.value}): two codes ran together.`,
      });
    }
  }
  return errors;
}

/** Puts the elements together with what a station asks for; conflicts are judged here because they need the whole. */
export function messageOf(
  source: Gs1Message['source'],
  evidence: Gs1Evidence,
  read: {
    readonly elements: readonly Gs1Element[];
    readonly errors: readonly Gs1Error[];
    readonly warnings?: readonly Gs1Error[];
  },
  context: Gs1Context,
): Gs1Message {
  const clashing = conflicts(read.elements);
  const clashed = new Set(clashing.map((error) => error.ai));
  const elements = read.elements.map((element) => (clashed.has(element.ai) ? { ...element, valid: false } : element));
  const errors = [...read.errors, ...clashing].toSorted((one, other) => one.position - other.position);
  const valueOf = (ai: string): string | undefined =>
    elements.find((element) => element.ai === ai && element.valid)?.value;
  const expiry = valueOf('17');
  const count = valueOf('37');
  const answers = {
    gtin: valueOf('01'),
    serial: valueOf('21'),
    lot: valueOf('10'),
    expiry: expiry === undefined ? undefined : (isoDate(expiry, context.year, true) ?? undefined),
    sscc: valueOf('00'),
    content_gtin: valueOf('02'),
    count: count === undefined ? undefined : Number(count),
  };
  // absent rather than undefined: the message crosses JSON, and the two must compare equal
  const given = Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== undefined));
  const warnings = [...(read.warnings ?? []), ...checkAssociations(elements)].toSorted(
    (one, other) => one.position - other.position,
  );
  return { source, evidence, elements, errors, ...(warnings.length === 0 ? {} : { warnings }), ...given };
}
