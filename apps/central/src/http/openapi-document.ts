/** `z.json()` refers to itself, and the converter puts what does so where no reference finds it. Nothing else here is recursive. */
const LOST = /^#\/components\/schemas\/(?:.*(?:__shared|\$defs)|schema\d+$)/u;
const ANY_JSON = '#/components/schemas/AnyJson';

function mend(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(mend);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '__shared')
      .map(([key, part]) => [
        key,
        key === '$ref' && typeof part === 'string' && LOST.test(part) ? ANY_JSON : mend(part),
      ]),
  );
}

/** The document as the swagger plugin made it, with every reference leading somewhere. */
export function openApiDocument(document: object): Record<string, unknown> {
  const mended = Object.entries(document).map(([key, part]): [string, unknown] => [key, mend(part)]);
  const all = Object.fromEntries(mended);
  const components: unknown = all['components'];
  if (
    typeof components === 'object' &&
    components !== null &&
    'schemas' in components &&
    typeof components.schemas === 'object' &&
    components.schemas !== null
  ) {
    Reflect.set(components.schemas, 'AnyJson', { description: 'Any JSON value' });
  }
  return all;
}
