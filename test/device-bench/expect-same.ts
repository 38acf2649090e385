const shown = (texts: readonly string[]): string =>
  texts
    .slice(0, 5)
    .map((text) => JSON.stringify(text))
    .join(', ');

/** Compares two lists of texts; says what is missing, doubled or strange rather than printing both. */
export function expectSame(got: readonly string[], expected: readonly string[]): void {
  if (got.length === expected.length && got.every((text, at) => text === expected[at])) return;
  const missing = expected.filter((text) => !got.includes(text));
  const strange = got.filter((text) => !expected.includes(text));
  const doubled = got.filter((text, at) => got.indexOf(text) !== at);
  throw new Error(
    `${got.length} scans instead of ${expected.length}: ${missing.length} missing (${shown(missing)}), ${doubled.length} doubled (${shown(doubled)}), ${strange.length} strange (${shown(strange)})`,
  );
}
