import { CODE_KINDS } from '@serialbridge/core/model';
import type { ProductInput } from '@serialbridge/protocol/central';

type Code = ProductInput['codes'][number];

/** Codes as lines of `kind code`, for typing and pasting. */
export function writeCodes(codes: readonly Code[]): string {
  return codes.map(({ kind, code }) => `${kind} ${code}`).join('\n');
}

/** The codes, and the numbers of the lines that are none. */
export function readCodes(text: string): { codes: Code[]; wrong: number[] } {
  const codes: Code[] = [];
  const wrong: number[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const [, word = '', code] = /^\s*(\S+)\s+(\S.*?)\s*$/.exec(line) ?? [];
    const kind = CODE_KINDS.find((one) => one === word.toLowerCase());
    if (kind === undefined || code === undefined) wrong.push(index + 1);
    else codes.push({ kind, code });
  }
  return { codes, wrong };
}
