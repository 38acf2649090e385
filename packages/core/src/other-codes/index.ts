export { findOtherCode, findOtherText, isPrivateCode, OTHER_CODES, type FoundCode } from './find-other-code.ts';
export { listFactsOf } from './list-codes.ts';
export { shownCode, type CodeFacts, type ListFacts, type OtherCode, type Said } from './other-code.ts';
export { isColumnHeading, isDate, isNoValue, isSpreadsheetError, isSpreadsheetNumber } from './spreadsheet-codes.ts';
