type Shape = Readonly<Record<string, unknown>>;

const isShape = (value: unknown): value is Shape =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const namesIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/**
 * What would keep two programs from understanding each other, one that knows `shipped` and one that knows `now` (JSON Schemas): a field
 * that is gone, is of another kind, is newly demanded or no longer always sent. Fields that were added and may be left out are fine, and
 * so are further words of an enumeration of entities, which a reader skips.
 */
export function breaksOf(shipped: unknown, now: unknown, where: string = ''): string[] {
  if (!isShape(shipped) || !isShape(now))
    return JSON.stringify(shipped) === JSON.stringify(now) ? [] : [`${where} changed`];
  const found: string[] = [];
  const [before, after] = [namesIn(shipped['required']), namesIn(now['required'])];
  for (const name of after.filter((one) => !before.includes(one))) found.push(`${where}.${name} is newly demanded`);
  for (const name of before.filter((one) => !after.includes(one))) found.push(`${where}.${name} may be missing now`);
  const [old, fresh] = [shipped['properties'], now['properties']];
  if (isShape(old) && isShape(fresh)) {
    for (const [name, shape] of Object.entries(old))
      if (fresh[name] === undefined) found.push(`${where}.${name} is gone`);
      else found.push(...breaksOf(shape, fresh[name], `${where}.${name}`));
  }
  const words = namesIn(now['enum']);
  for (const word of namesIn(shipped['enum']))
    if (!words.includes(word)) found.push(`${where} no longer knows ${word}`);
  for (const key of Object.keys(shipped)) {
    if (['required', 'properties', 'enum', 'default', 'description', '$schema'].includes(key)) continue;
    const [one, other] = [shipped[key], now[key]];
    if (Array.isArray(one) && Array.isArray(other) && one.length === other.length)
      one.forEach((part, n) => found.push(...breaksOf(part, other[n], `${where}.${key}[${n}]`)));
    else found.push(...breaksOf(one, other, key === 'items' ? `${where}[]` : `${where}.${key}`));
  }
  return found;
}
