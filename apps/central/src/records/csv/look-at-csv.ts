import { foldHeading } from '@serialbridge/core/lists';
import type { FileColumn, ImportLook, ImportReading } from '@serialbridge/protocol/central';
import type { Columns } from './columns.ts';
import { likelyDates, likelyDecimals } from './locale.ts';
import { openCsv } from './read-csv.ts';
import { layoutOf, likelyColumn, resolveColumns } from './reading.ts';

/** Rows that are looked at, and how many of their cells are shown of each column. */
const LOOKED_AT = 500;
const SHOWN = 4;
const LONGEST = 80;

interface Beginning {
  readonly headings: readonly string[];
  readonly cells: readonly (readonly string[])[];
}

function beginningOf(all: readonly (readonly string[])[], heading: boolean): Beginning {
  const [first = []] = all;
  const width = Math.max(0, ...all.slice(0, 50).map((cells) => cells.length));
  const padded = Array.from({ length: width }, (_, index) => (heading ? (first[index] ?? '') : ''));
  const last = heading ? padded.findLastIndex((cell) => cell !== '') + 1 : width;
  return { headings: padded.slice(0, last), cells: heading ? all.slice(1) : all };
}

/** How the columns would be taken: by our names, as last time, or by what their headings are likely called. */
function mappingOf(
  headings: readonly string[],
  columns: Columns,
  remembered: ImportReading | null,
): { readonly names: readonly (string | null)[]; readonly by: ImportLook['by'] } {
  const named = (at: ReadonlyMap<string, number>): (string | null)[] =>
    headings.map((_, index) => [...at].find(([, place]) => place === index)?.[0] ?? null);
  if (remembered !== null) return { names: named(resolveColumns(headings, columns, remembered).at), by: 'last-time' };
  const taken = new Set<string>();
  const names = headings.map((heading) => {
    const likely = likelyColumn(heading, columns);
    if (likely === null || taken.has(likely)) return null;
    taken.add(likely);
    return likely;
  });
  const sure = names.every((name, index) => name !== null && foldHeading(name) === foldHeading(headings[index] ?? ''));
  return { names, by: sure ? 'name' : 'guess' };
}

/** The beginning of a file: its columns, and how it would be read. @throws Refusal `csv.encoding`, `csv.empty` */
export async function lookAtCsv(
  bytes: Uint8Array,
  columns: Columns,
  asked: boolean | undefined,
  remembered: (layout: string) => Promise<ImportReading | null>,
): Promise<ImportLook> {
  const { rows, warnings } = openCsv(bytes, columns);
  const all: (readonly string[])[] = [];
  for (const { cells } of rows) {
    all.push(cells);
    if (all.length > LOOKED_AT) break;
  }
  // A first row of which no cell is a name that anybody gives a column is data.
  const heading = asked ?? (all[0] ?? []).some((cell) => likelyColumn(cell, columns) !== null);
  const { headings, cells } = beginningOf(all, heading);
  const kept = heading ? await remembered(layoutOf(headings)) : null;
  const { names, by } = mappingOf(headings, columns, kept);
  const valuesOf = (reads: 'date' | 'number'): string[] =>
    names.flatMap((name, index) =>
      name !== null && columns[name]?.reads === reads
        ? cells.map((row) => row[index] ?? '').filter((cell) => cell !== '')
        : [],
    );
  const [days, numbers] = [valuesOf('date'), valuesOf('number')];
  const dates = kept?.dates ?? likelyDates(days);
  const decimals = kept?.decimals ?? likelyDecimals(numbers);
  return {
    heading,
    columns: headings.map((text, index): FileColumn => ({
      heading: text.slice(0, LONGEST),
      values: cells.slice(0, SHOWN).map((row) => (row[index] ?? '').slice(0, LONGEST)),
      name: names[index] ?? null,
    })),
    dates,
    decimals,
    by: heading ? by : 'guess',
    missing: Object.entries(columns).flatMap(([name, { required }]) =>
      required && !names.includes(name) ? [name] : [],
    ),
    asks: [
      ...(dates === null && days.length > 0 ? (['dates'] as const) : []),
      ...(decimals === null && numbers.length > 0 ? (['decimals'] as const) : []),
    ],
    warnings: [...warnings],
  };
}
