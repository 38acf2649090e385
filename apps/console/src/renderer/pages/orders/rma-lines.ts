interface RmaLine {
  readonly sku: string;
  readonly quantity: number;
}

/** Lines typed as `SKU` or `SKU 2`; the numbers of the lines that cannot be read. */
export function readRmaLines(text: string): { lines: RmaLine[]; wrong: number[] } {
  const lines: RmaLine[] = [];
  const wrong: number[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const words = line.trim();
    if (words === '') continue;
    const found = /^(\S.*?)(?:[\s,;]+(\d{1,6}))?$/u.exec(words);
    const quantity = Number(found?.[2] ?? 1);
    if (found?.[1] === undefined || quantity < 1) wrong.push(index + 1);
    else lines.push({ sku: found[1], quantity });
  }
  return { lines, wrong };
}
