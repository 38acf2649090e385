/** A pasted or chosen list, and what must come of it. */
export interface ListExample {
  readonly name: string;
  /** A paste is text; a file is bytes. */
  readonly given: string | Uint8Array;
  /** Serials that a station takes from it, in order; rows with faults are not among them. */
  readonly serials: readonly string[];
  /** Row, counted as a spreadsheet does, and the id of what is said of it. */
  readonly faults?: readonly (readonly [row: number, id: string])[];
  /** What is told of the list as a whole, by id. */
  readonly notes?: readonly string[];
  /** A person must say which column has the serials. */
  readonly ask?: true;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const latin = (text: string): Uint8Array => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
function utf16(text: string, order: 'le' | 'be'): Uint8Array {
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
  return Uint8Array.from(units.flatMap((unit) => (order === 'le' ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255])));
}

const TWO = ['SNX4711A', 'SNX4712B'] as const;
const both = (name: string, given: string | Uint8Array, notes: readonly string[] = []): ListExample => ({
  name,
  given,
  serials: TWO,
  notes,
});
const heading = (word: string): ListExample =>
  both(`heading ${word}`, `${word}\r\n${TWO.join('\r\n')}\r\n`, ['list.heading']);
const damaged = (text: string, id: string): ListExample => ({
  name: `${text} among serials`,
  given: `${TWO[0]}\n${text}\n${TWO[1]}`,
  serials: TWO,
  faults: [[2, id]],
  notes: ['code.spreadsheet-error', 'code.no-value'].includes(id) ? [] : ['list.format-as-text'],
});
const table = (name: string, given: string): ListExample => both(name, given, ['list.heading']);

/** For a line of the product ROUTER, whose serials have six to twelve characters. */
export const LISTS: readonly ListExample[] = [
  both('UTF-8', utf8(TWO.join('\n'))),
  both('UTF-8 with byte order mark', utf8(`\uFEFF${TWO.join('\r\n')}`)),
  both('UTF-16 LE with byte order mark', utf16(`\uFEFF${TWO.join('\r\n')}`, 'le')),
  both('UTF-16 BE with byte order mark', utf16(`\uFEFF${TWO.join('\r\n')}`, 'be')),
  both('UTF-16 LE without byte order mark', utf16(TWO.join('\n'), 'le')),
  both('UTF-16 BE without byte order mark', utf16(TWO.join('\n'), 'be')),
  both('Windows-1252 heading', latin(`Num\u00E9ro de s\u00E9rie\r\n${TWO.join('\r\n')}`), [
    'list.windows-1252',
    'list.heading',
  ]),
  both('line ends of old Macs', TWO.join('\r')),
  both('line separators of the web', TWO.join('\u2028')),
  both('blank rows between', `\n\n${TWO[0]}\n \n\t\n${TWO[1]}\n\n`),
  both('Ctrl+Z at the end', `${TWO.join('\r\n')}\r\n\u001A`),
  both('blanks of every kind around', `\u00A0${TWO[0]}\u2003\n\u200B${TWO[1]}\uFEFF`),
  both('quoted', `"${TWO[0]}"\n"${TWO[1]}"`),
  both('as formulas of a text', `="${TWO[0]}"\n="${TWO[1]}"`),
  both('with the apostrophe of a text', `'${TWO[0]}\n'${TWO[1]}`),
  both('separated by semicolons', TWO.join(';')),
  both('separated by commas', TWO.join(', ')),
  both('separated by tabs', TWO.join('\t')),
  both('with sep=;', `sep=;\r\n${TWO.join('\r\n')}`),
  both('with a semicolon behind each', `${TWO[0]};\n${TWO[1]};`),
  { name: 'leading zeros', given: '="0000071"\n\'0000072\n0000073', serials: ['0000071', '0000072', '0000073'] },
  { name: 'a quote inside', given: '"SNX""47"\nSNX"48', serials: ['SNX"47', 'SNX"48'] },
  { name: 'serials with signs inside', given: 'SN/01.7#a\nSN/02.8#b', serials: ['SN/01.7#a', 'SN/02.8#b'] },
  { name: 'an ordinary 12E5', given: '12E551\n123-456-789', serials: ['12E551', '123-456-789'] },
  heading('Serial Number'),
  heading('S/N'),
  heading('Serien-Nr.'),
  heading('numéro de série'),
  heading('Número de serie'),
  heading('IMEI'),
  heading('Seriennummer'),
  heading('SERIAL_NO'),
  heading('Matricola'),
  heading('MAC Address'),
  table('serial;sku', `serial;sku\n${TWO[0]};ROUTER\n${TWO[1]};ROUTER`),
  table('sku;serial;qty;lot', `sku;serial;qty;lot\nROUTER;${TWO[0]};1;L1\nROUTER;${TWO[1]};1;L1`),
  table(
    'a block of a spreadsheet',
    `Pos\tArtikel\tSerien-Nr.\tMHD\n1\tROUTER\t${TWO[0]}\t31.03.2027\n2\tROUTER\t${TWO[1]}\t`,
  ),
  table('sep=| over a table', `sep=|\nserial|box\n${TWO[0]}|7\n${TWO[1]}|8`),
  table('IMEI beside the serial', `IMEI,Serial No\n353918051234567,${TWO[0]}\n353918051234575,${TWO[1]}`),
  both('known products beside, without heading', `ROUTER;${TWO[0]}\nROUTER;${TWO[1]}`),
  {
    name: 'two columns without heading',
    given: `left shelf;${TWO[0]}\nright one;${TWO[1]}`,
    serials: TWO,
    ask: true,
  },
  {
    name: 'rows of another product',
    given: `sku,serial\nROUTER,${TWO[0]}\nCABLE,SNX9999\nROUTER,${TWO[1]}`,
    serials: TWO,
    faults: [[3, 'list.other-product']],
    notes: ['list.heading'],
  },
  {
    name: 'a row with too many cells',
    given: `sku,serial\nROUTER,${TWO[0]}\nROUTER,SNX,99\nROUTER,${TWO[1]}`,
    serials: TWO,
    faults: [[3, 'list.cells']],
    notes: ['list.heading'],
  },
  {
    name: 'an expiry that may be two days',
    given: `serial,expiry\n${TWO[0]},3/5/2027\n${TWO[1]},`,
    serials: TWO,
    notes: ['list.heading', 'list.expiry-unread'],
  },
  {
    name: 'above the heading',
    given: `DN47115\nS/N\n${TWO.join('\n')}`,
    serials: TWO,
    faults: [[1, 'list.above-heading']],
    notes: ['list.heading'],
  },
  { name: 'an unclosed quote', given: `${TWO[0]}\n"SNX9\n${TWO[1]}`, serials: TWO, faults: [[2, 'list.quote']] },
  {
    name: 'two unclosed quotes',
    given: `"SNX9\n${TWO[0]}\n"SNX8\n${TWO[1]}`,
    serials: TWO,
    faults: [
      [1, 'list.quote'],
      [3, 'list.quote'],
    ],
  },
  { name: 'more behind a quote', given: `"SNX"9\n${TWO.join('\n')}`, serials: TWO, faults: [[1, 'list.quote']] },
  { name: 'a NUL', given: `${TWO[0]}\nSN\u0000X\n${TWO[1]}`, serials: TWO, faults: [[2, 'list.control-character']] },
  {
    name: 'a spoilt byte',
    given: Uint8Array.from([...utf8(`${TWO[0]}\nSN\u00E9\u00E9X`), 0xff, ...utf8(`\n${TWO[1]}`)]),
    serials: TWO,
    faults: [[2, 'list.spoilt-character']],
  },
  {
    name: 'a serial twice',
    given: `${TWO[0]}\n\n${TWO[0]}\n${TWO[1]}`,
    serials: TWO,
    faults: [[3, 'serial.duplicate-in-document']],
  },
  damaged('1.23457E+11', 'code.spreadsheet-number'),
  damaged('1,2E+11', 'code.spreadsheet-number'),
  damaged('1.2e11', 'code.spreadsheet-number'),
  damaged('123456.0', 'code.spreadsheet-number'),
  damaged('1,234,567', 'code.spreadsheet-number'),
  damaged('123,456', 'code.grouped-digits'),
  damaged('1.234.567', 'code.grouped-digits'),
  damaged('1\u00A0234\u00A0567', 'code.grouped-digits'),
  damaged('1234567890123450', 'code.cut-digits'),
  damaged('Mar-05', 'code.date'),
  damaged('5-Mar', 'code.date'),
  damaged('05.03.2026', 'code.date'),
  damaged('3/5/2026', 'code.date'),
  damaged('Mär 05', 'code.date'),
  damaged('#N/A', 'code.spreadsheet-error'),
  damaged('#WERT!', 'code.spreadsheet-error'),
  damaged('#¡VALOR!', 'code.spreadsheet-error'),
  damaged('#####', 'code.spreadsheet-error'),
  damaged('none', 'code.no-value'),
  damaged('NULL', 'code.no-value'),
  damaged('n/a', 'code.no-value'),
  damaged('TBD', 'code.no-value'),
  damaged('NaN', 'code.no-value'),
  {
    name: 'sixteen digits of which not all end in zero',
    given: '1234567890123450\n1234567890123451',
    serials: [],
    faults: [
      [1, 'serial.length'],
      [2, 'serial.length'],
    ],
  },
];
