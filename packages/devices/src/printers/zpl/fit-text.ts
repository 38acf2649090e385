import { textWidth } from './text-width.ts';

export interface FittedText {
  readonly size: number;
  readonly lines: readonly string[];
}

/** Between two baselines, as a multiple of the height. */
export const LINE_HEIGHT = 1.15;

/** Wraps at spaces; a word longer than a line is broken only where there is more than one line. Null: too long. */
function wrap(text: string, room: number, most: number): string[] | null {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/u).filter((part) => part !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer) <= room) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    if (most === 1) continue;
    while (textWidth(line) > room) {
      const characters = Array.from(line);
      let taken = 1;
      while (textWidth(characters.slice(0, taken + 1).join('')) <= room) taken += 1;
      // not even one character fits
      if (textWidth(characters.slice(0, taken).join('')) > room) return null;
      lines.push(characters.slice(0, taken).join(''));
      line = characters.slice(taken).join('');
    }
  }
  if (line !== '') lines.push(line);
  return lines.length <= most && lines.every((each) => textWidth(each) <= room) ? lines : null;
}

/**
 * The largest size, in whole dots, at which text fits a width in at most `lines` lines; null when not even the smallest
 * does. One line keeps its spaces as they are: it may be a serial.
 */
export function fitText(
  text: string,
  room: { readonly width: number; readonly size: number; readonly min_size: number; readonly lines: number },
): FittedText | null {
  for (let size = room.size; size >= room.min_size; size -= 1) {
    const width = room.width / size;
    if (textWidth(text) <= width) return { size, lines: [text] };
    const lines = room.lines === 1 ? null : wrap(text, width, room.lines);
    if (lines !== null) return { size, lines };
  }
  return null;
}
