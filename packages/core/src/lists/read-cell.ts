/** Blanks of every kind and signs without width. Control characters stay: they are named, not dropped. */
const OUTSIDE = /[ \t\r\n\p{Z}\p{Cf}]/u;

/** Nearly every cell: nothing to take off. */
const PLAIN = /^[!-&(-<>-~](?:[ -~]*[!-~])?$/u;

/** Loops instead of one expression: `[…]+$` runs in the square of a long run of blanks. */
function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && OUTSIDE.test(text.charAt(start))) start += 1;
  while (end > start && OUTSIDE.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

const FORMULA_TEXT = /^="((?:[^"]|"")*)"$/u;

/**
 * What a cell says. `="007"` is how a spreadsheet is told that something is a text. One apostrophe in front is its mark of a text, and what our own
 * exports put before a sign that begins a formula; it comes off once. Blanks at the ends come off, hyphens stay as they were written.
 */
export function readCell(raw: string): string {
  if (PLAIN.test(raw)) return raw;
  const cell = trimmed(raw);
  const quoted = FORMULA_TEXT.exec(cell)?.[1];
  if (quoted !== undefined) return trimmed(quoted.replaceAll('""', '"'));
  return cell.startsWith("'") ? trimmed(cell.slice(1)) : cell;
}
