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

/** Where a broken encoding goes wrong: at a per cent sign without two hex digits, else where bytes are no UTF-8. */
export function brokenAt(encoded: string): number {
  const at = encoded.search(/%(?![0-9A-Fa-f]{2})/u);
  if (at >= 0) return at;
  for (const run of encoded.matchAll(/(?:%[0-9A-Fa-f]{2})+/gu)) if (percentDecoded(run[0]) === null) return run.index;
  return 0;
}
