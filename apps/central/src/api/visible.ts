import { rightToSee, type Right } from '@serialbridge/core/rights';

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** Fields that are told of as data, `{ name: 'cost_cents', value: … }`: details of events, columns of lost records. */
const toldOf = (value: unknown): string | null =>
  isFields(value) && typeof value['name'] === 'string' && ('value' in value || 'there' in value) ? value['name'] : null;

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
          const name = toldOf(one);
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
