import { csvLine } from '../export/csv.ts';
import type { Columns } from './columns.ts';

/** Column names and one example row, as a spreadsheet opens it. */
export function templateOf(columns: Columns): string {
  return `\uFEFF${csvLine(Object.keys(columns))}${csvLine(Object.values(columns).map(({ example }) => example))}`;
}
