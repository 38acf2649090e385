import type { ImportReading } from '@serialbridge/protocol/central';

/** A file of announced serials, and what must come of it: how many are new, or where its faults are. */
export interface ImportFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** How somebody says that it is read; left out: as its headings say. */
  readonly reading?: ImportReading;
  readonly created?: number;
  readonly wheres?: readonly string[];
  /** Beginnings of what is told. */
  readonly warnings?: readonly string[];
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const latin = (text: string): Uint8Array => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
function utf16(text: string, order: 'le' | 'be'): Uint8Array {
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
  return Uint8Array.from(units.flatMap((unit) => (order === 'le' ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255])));
}

const HEAD = ['number', 'sku', 'serial'] as const;
const rowsOf = (po: string, sku: string): readonly (readonly string[])[] => [
  [po, sku, 'ZX-10001'],
  [po, sku, 'ZX-10002'],
];

const good = (name: string, file: string | Uint8Array, more: Partial<ImportFile> = {}): ImportFile => ({
  name,
  bytes: typeof file === 'string' ? utf8(file) : file,
  created: 2,
  ...more,
});

const reading = (columns: ImportReading['columns'], heading = true): ImportReading => ({
  heading,
  columns,
  dates: null,
  decimals: null,
});

const lines = (cells: readonly (readonly string[])[], by = ',', end = '\r\n'): string =>
  cells.map((row) => row.join(by)).join(end);

/**
 * Files for an import of expected serials.
 * @param po number of a purchase order with a line of `sku`, a product with serials and without a pattern
 */
export function importFiles(po: string, sku: string): readonly ImportFile[] {
  const rows = rowsOf(po, sku);
  const plain = lines([HEAD, ...rows]);
  const serial = (text: string): ImportFile => ({
    name: `${text} as a serial`,
    bytes: utf8(lines([HEAD, ...rows, [po, sku, `"${text.replaceAll('"', '""')}"`]])),
    wheres: ['row 4, column serial'],
  });
  const kept = (text: string): ImportFile => ({
    name: `${text} is an ordinary serial`,
    bytes: utf8(lines([HEAD, [po, sku, text]])),
    created: 1,
  });
  const ours = [
    { name: 'number', from: 'Bestellung' },
    { name: 'sku', from: 'Artikel' },
    { name: 'serial', from: 'Serien-Nr.' },
  ];
  const german = ['Bestellung', 'Artikel', 'Serien-Nr.', 'Größe'];
  const sized = rows.map((row) => [...row, 'groß']);
  return [
    good('UTF-8', plain),
    good('UTF-8 with byte order mark', `\uFEFF${plain}`),
    good('UTF-16 LE with byte order mark', utf16(`\uFEFF${plain}`, 'le')),
    good('UTF-16 BE with byte order mark', utf16(`\uFEFF${plain}`, 'be')),
    good('UTF-16 LE without byte order mark', utf16(plain, 'le')),
    good('UTF-16 BE without byte order mark', utf16(plain, 'be')),
    good('Windows-1252', latin(lines([[...HEAD, 'Größe'], ...sized])), {
      warnings: ['The file is not UTF-8', 'The column'],
    }),
    good('semicolons', lines([HEAD, ...rows], ';')),
    good('tabs', lines([HEAD, ...rows], '\t')),
    good('bars', lines([HEAD, ...rows], '|')),
    good('sep=;', `sep=;\r\n${lines([HEAD, ...rows], ';')}`),
    good('sep=, with quotes', `"sep=,"\r\n${plain}`),
    good('line ends of Unix', lines([HEAD, ...rows], ',', '\n')),
    good('line ends of old Macs', lines([HEAD, ...rows], ',', '\r')),
    good('blank rows between', `\r\n\r\n${plain.replaceAll('\r\n', '\r\n\r\n')}\r\n`),
    good('empty columns behind', lines([[...HEAD, '', ''], ...rows.map((row) => [...row, '', ''])])),
    good('all quoted', plain.replaceAll(/[^,\r\n]+/gu, '"$&"')),
    good(
      'serials as formulas of a text',
      lines([HEAD, ...rows.map(([a = '', b = '', c = '']) => [a, b, `"=""${c}"""`])]),
    ),
    good(
      'serials with the apostrophe of a text',
      lines([HEAD, ...rows.map(([a = '', b = '', c = '']) => [a, b, `'${c}`])]),
    ),
    good('blanks of every kind around', lines([HEAD, ...rows.map((row) => row.map((cell) => `\u00A0${cell}\u2003`))])),
    good('headings in capitals and with blanks', lines([[' NUMBER ', 'Sku', 'SERIAL'], ...rows])),
    good(
      'columns in another order',
      lines([['serial', 'number', 'sku'], ...rows.map(([a = '', b = '', c = '']) => [c, a, b])]),
    ),
    good('columns that nobody knows', lines([['box', ...HEAD, 'Farbe'], ...rows.map((row) => ['7', ...row, 'rot'])]), {
      warnings: ['The column "box"', 'The column "Farbe"'],
    }),
    good('other headings, mapped', lines([german, ...sized], ';'), {
      reading: reading(ours),
      warnings: ['The column'],
    }),
    good('mapped by place', lines([german, ...sized], ';'), {
      reading: reading(HEAD.map((name, at) => ({ name, from: `#${at + 1}` }))),
      warnings: ['The column'],
    }),
    good('without headings', lines(rows), {
      reading: reading(
        HEAD.map((name, at) => ({ name, from: `#${at + 1}` })),
        false,
      ),
    }),
    {
      name: 'a column that the mapping names is not there',
      bytes: utf8(plain),
      reading: reading(ours),
      wheres: ['number', 'sku', 'serial'],
    },
    { name: 'no column of ours', bytes: utf8('a,b\r\n1,2\r\n'), wheres: ['number', 'sku', 'serial'] },
    {
      name: 'one column missing, and a bad cell of another',
      bytes: utf8(`number,serial\r\n${po},1.2E+11\r\n`),
      wheres: ['sku', 'row 2, column serial'],
    },
    {
      name: 'a column twice',
      bytes: utf8(`number,sku,serial,serial\r\n${po},${sku},A-100,B-100\r\n`),
      wheres: ['serial'],
    },
    {
      name: 'an unclosed quote',
      bytes: utf8(`${plain}\r\n${po},"${sku},ZX-10003\r\n${po},${sku},ZX-10004\r\n`),
      wheres: ['row 4, column sku'],
    },
    {
      name: 'two unclosed quotes',
      bytes: utf8(`number,sku,serial\r\n"${po},x,y\r\n${po},${sku},ZX-10004\r\n${po},${sku},"ZX\r\n`),
      wheres: ['row 2, column number', 'row 4, column serial'],
    },
    {
      name: 'more behind a quote',
      bytes: utf8(`number,sku,serial\r\n${po},${sku},"ZX"9\r\n`),
      wheres: ['row 2, column serial'],
    },
    { name: 'a quote inside a cell', bytes: utf8(`number,sku,serial\r\n${po},${sku},ZX-12"A\r\n`), created: 1 },
    {
      name: 'a line break inside a quoted cell',
      bytes: utf8(`box,number,sku,serial\r\n"a\r\nb",${po},${sku},ZX-10009\r\n`),
      created: 1,
      warnings: ['The column "box"'],
    },
    {
      name: 'the row below a line break inside a cell keeps its number',
      bytes: utf8(`box,number,sku,serial\r\n"a\r\nb",${po},${sku},ZX-10009\r\n7,${po},${sku},#N/A\r\n`),
      wheres: ['row 3, column serial'],
    },
    {
      name: 'a NUL',
      bytes: utf8(`number,sku,serial\r\n${po},${sku},ZX\u0000-1\r\n`),
      wheres: ['row 2, column serial'],
    },
    { name: 'a row with too few cells', bytes: utf8(`${plain}\r\n${po},${sku}\r\n`), wheres: ['row 4'] },
    { name: 'a row with too many cells', bytes: utf8(`${plain}\r\n${po},${sku},ZX-1,9\r\n`), wheres: ['row 4'] },
    {
      name: 'every kind of fault at once',
      bytes: utf8(
        `number,sku,serial,line_number\r\nNO-PO,${sku},ZX-1,x\r\n${po},NO-SKU,ZX-2,\r\n${po},${sku},#REF!,\r\n${po},${sku},,\r\n`,
      ),
      wheres: [
        'row 2, column line_number',
        'row 2, column number',
        'row 3, column sku',
        'row 4, column serial',
        'row 5, column serial',
      ],
    },
    {
      name: 'the same serial twice',
      bytes: utf8(lines([HEAD, ...rows, ...rows.slice(0, 1)])),
      wheres: ['row 4, column serial'],
    },
    {
      name: 'the same serial with another hyphen',
      bytes: utf8(lines([HEAD, ...rows, [po, sku, 'ZX\u201010001']])),
      wheres: ['row 4, column serial'],
    },
    ...[
      '1.23457E+11',
      '1,2E+05',
      '123456.0',
      '1,234,567',
      '1.234.567',
      '#N/A',
      '#REF!',
      '#####',
      '#WERT!',
      'Mar-05',
      '5-Mar',
      'none',
      'NULL',
      'n/a',
      'Serial Number',
      'S/N',
      '00395011015300000011',
      'https://example.com/x',
      'WIFI:S:a;T:WPA;P:b;;',
      'ABC12345,ABC12346',
      '1Z999AA10123456784',
    ].map(serial),
    ...['0000123', '12E5', 'FCW2140L0AB', 'SN/01.7#a', '356938035643809', '123-456-789', 'ab-C_9'].map(kept),
  ];
}
