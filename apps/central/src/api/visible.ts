import { rightToSee, type Right } from '@serialbridge/core/rights';

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** Beside which the name of a field stands when it is told of as data: details of events, columns of lost records, changes in the audit log. */
const TELLING = [
  ['name', 'value'],
  ['name', 'there'],
  ['field', 'from'],
] as const;

function fieldNamed(value: unknown): string | null {
  if (!isFields(value)) return null;
  const [named] = TELLING.find(([name, said]) => typeof value[name] === 'string' && said in value) ?? [];
  return named === undefined ? null : String(value[named]);
}

/**
 * An answer without the fields that whoever asks may not see. They are left out, so that an empty field and a hidden one differ. It is done here
 * once for every answer, by the names of fields: a new call cannot forget it.
 */
export function visibleTo<T>(rights: ReadonlySet<Right>, answer: T): T {
  if (rights.has('addresses.see') && rights.has('costs.see')) return answer;
  const hides = (field: string): boolean => {
    const needed = rightToSee(field);
    return needed !== null && !rights.has(needed);
  };
  const show = (value: unknown): unknown => {
    if (Array.isArray(value))
      return value
        .filter((one) => {
          const name = fieldNamed(one);
          return name === null || !hides(name);
        })
        .map(show);
    if (!isFields(value)) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, part]) => (hides(name) ? [] : [[name, show(part)]])),
    );
  };
  // The fields that may be missing are optional in every declared answer (protocol/central).
  return show(answer) as T;
}
