/** Types of the parser that ours is compared with; it brings none of its own. */
declare module 'gs1-barcode-parser-mod' {
  interface ParsedItem {
    readonly ai: string;
    readonly dataTitle: string;
    readonly data: string | number | Date;
    readonly raw: string;
    readonly unit: string;
    readonly isoDate: string;
  }
  /** Throws a string. */
  export function parseBarcode(barcode: string): {
    readonly codeName: string;
    readonly parsedCodeItems: readonly ParsedItem[];
  };
}
