import { GS } from '@serialbridge/core/gs1';
import { refuseFaults } from './label-error.ts';
import type { LaidOutLabel, Placed } from './lay-out.ts';
import { code128FieldData } from './zpl/code-128.ts';
import { fieldData } from './zpl/field-data.ts';

export const MOST_COPIES = 100;

/**
 * Data of an ECC 200 symbol whose escape character is `_` (the firmwares' default differs, so it is always named):
 * `_1` is FNC1, `_dNNN` a character by its number, `__` an underscore. Hexadecimal processing (^FH) would come first
 * and is not used here. Source: ZPL II Programming Guide, ^BX, quality 200.
 */
const dataMatrixData = (text: string): string =>
  Array.from(text, (character) => {
    if (character === GS) return '_1';
    if (character === '_') return '__';
    return '^~\\'.includes(character) ? `_d${String(character.charCodeAt(0)).padStart(3, '0')}` : character;
  }).join('');

function fieldOf(placed: Placed): string {
  const at = `^FO${placed.x},${placed.y}`;
  switch (placed.type) {
    case 'line':
      return `${at}^A0N,${placed.size},0^FH^FD${fieldData(placed.text)}^FS`;
    case 'bars':
      // ^BY is the module; the text under the bars is a field of its own, so that it can be larger
      return `${at}^BY${placed.module}^BCN,${placed.height},N,N,N,N^FH^FD${fieldData(code128FieldData(placed.codewords))}^FS`;
    case 'matrix':
      return placed.symbology === 'datamatrix'
        ? `${at}^BXN,${placed.module},200,,,,_^FD${dataMatrixData(placed.text)}^FS`
        : `${at}^BQN,2,${placed.module}^FH^FDMA,${fieldData(placed.text)}^FS`;
    case 'box':
      break;
  }
  return `${at}^GB${placed.width},${placed.height},${placed.line}^FS`;
}

/** A label as ZPL II, so many copies of it. Throws `label.copies`. */
export function labelZpl(label: LaidOutLabel, copies = 1): string {
  if (!Number.isInteger(copies) || copies < 1 || copies > MOST_COPIES)
    refuseFaults([{ id: 'label.copies', params: { most: MOST_COPIES } }]);
  // ^LH and ^CI stay from earlier labels, whoever sent them
  const head = `^XA^CI28^LH0,0^PW${label.width}^LL${label.height}`;
  return `${[head, ...label.placed.map(fieldOf), `^PQ${copies}`, '^XZ'].join('\n')}\n`;
}
