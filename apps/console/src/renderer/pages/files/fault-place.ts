import type { Fault } from '@serialbridge/protocol/errors';

/** `row 12, column sku` taken apart; a fault of the whole file has neither. */
export function placeOfFault({ where }: Fault): { row: number | null; column: string | null } {
  const row = /\brow (\d+)/.exec(where ?? '')?.[1];
  const column = /\bcolumn (.+)$/.exec(where ?? '')?.[1];
  return { row: row === undefined ? null : Number(row), column: column ?? (row === undefined ? where : null) };
}

const cell = (value: string | number | null): string => `"${String(value ?? '').replaceAll('"', '""')}"`;

/** The faults as CSV, for whoever corrects the file in a spreadsheet. */
export function writeFaults(faults: readonly Fault[]): string {
  const lines = faults.map((fault) => {
    const { row, column } = placeOfFault(fault);
    return [row, column, fault.message, fault.code].map(cell).join(',');
  });
  return `\uFEFF${['row,column,message,code', ...lines].join('\r\n')}\r\n`;
}
