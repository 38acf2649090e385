import { parseBarcode } from 'gs1-barcode-parser-mod';
import type { WrittenElement } from './valid-elements.ts';

interface OtherElement extends WrittenElement {
  /** What it takes the data for: a number for measures and amounts, `YYYY-MM-DD` for dates, text for the rest. */
  readonly meaning: string | number;
}

/** What the other parser makes of a text: its elements, or what it threw. */
export function otherReading(text: string): {
  readonly elements: readonly OtherElement[];
  readonly fault: string | null;
} {
  try {
    const elements = parseBarcode(text).parsedCodeItems.map((item) => ({
      ai: item.ai,
      value: item.raw,
      meaning: item.data instanceof Date ? item.isoDate : item.data,
    }));
    return { elements, fault: null };
  } catch (error) {
    return { elements: [], fault: String(error) };
  }
}
