/** A list written as words, several a line, as the set that a check asks. */
export const codesOf = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/u));
