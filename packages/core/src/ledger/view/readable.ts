/** Shown where a text had U+0000, which PostgreSQL cannot hold in any text. */
const UNREADABLE = '\u{FFFD}';

/** The text as every database can hold it. */
export function readableText(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', UNREADABLE) : text;
}

function readableList(list: readonly unknown[]): readonly unknown[] {
  let out: unknown[] | undefined;
  for (const [at, before] of list.entries()) {
    const after = readable(before);
    if (after === before) continue;
    out ??= [...list];
    out[at] = after;
  }
  return out ?? list;
}

/**
 * A body with every text as every database can hold it; the same object if it is so already. Stations and central fold the same, whichever
 * database central has. The event itself keeps what was read, word for word.
 */
export function readable(value: unknown): unknown {
  if (typeof value === 'string') return readableText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return readableList(value);
  let changed = false;
  const fields = Object.entries(value).map(([name, before]): [string, unknown] => {
    const after = readable(before);
    const as = readableText(name);
    if (after !== before || as !== name) changed = true;
    return [as, after];
  });
  return changed ? Object.fromEntries(fields) : value;
}
