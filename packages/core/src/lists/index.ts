export { decodeText, type DecodedText, type TextEncoding } from './decode-text.ts';
export { findLayout } from './find-layout.ts';
export { readCell } from './read-cell.ts';
export { readRows, type CellFault, type Delimiter, type Layout, type ListRow } from './read-rows.ts';
export { fieldOf, foldHeading, type Field } from './headings.ts';
export {
  readSerials,
  type ColumnUse,
  type ListColumn,
  type SerialColumn,
  type SerialList,
  type SerialRow,
} from './read-serials.ts';
