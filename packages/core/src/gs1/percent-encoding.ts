/** Percent-decoded (upper- and lowercase hex alike), or null when the encoding is broken. */
export function percentDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Where the character at `index` of the decoded text stands in the encoded one, whose encoding must hold. */
export function decodedAt(encoded: string, index: number): number {
  let left = index;
  for (const match of encoded.matchAll(/(?:%[0-9A-Fa-f]{2})+|[^%]+/gu)) {
    const run = match[0];
    const length = (percentDecoded(run) ?? run).length;
    if (left >= length) left -= length;
    else return match.index + (run.startsWith('%') ? bytesBefore(run, left) : left);
  }
  return encoded.length;
}

/** The length of the escapes that make up the first `count` characters of a run of escapes. */
function bytesBefore(run: string, count: number): number {
  for (let end = 0; end < run.length; end += 3) {
    if ((percentDecoded(run.slice(0, end))?.length ?? -1) >= count) return end;
  }
  return run.length;
}
