import { readGs1 } from '@serialbridge/core/gs1';
import { findOtherCode, findOtherText, type FoundCode } from '@serialbridge/core/other-codes';
import { normaliseSerial } from '@serialbridge/core/serial';
import type { Finding } from '@serialbridge/protocol/station';
import type { ScanInput } from '../session/station-session.ts';

/** What a dialog wants a code for: the sentence says what to scan instead. */
export type WantedCode = 'serial' | 'bin' | 'badge';

function finding({ id, params }: FoundCode, wanted: WantedCode): Finding {
  // No product is looked up in a dialog, so it cannot say that none has the barcode.
  const code = id === 'code.unknown-product' ? 'ui.scan.product-barcode' : id;
  return { code, params: { ...params, context: wanted } };
}

const BADGES: ReadonlySet<string> = new Set(['code.unknown-product', 'code.misread-barcode', 'code.gs1-other']);

/** What a dialog takes of a scan, or why it takes nothing. */
export type TakenCode = { readonly text: string } | { readonly fault: Finding };

/**
 * A scan that says that it is something else is refused by that name; a label that names a serial gives the serial where one is wanted. What only
 * the shape says is left to whoever knows the units, bins and badges (`textFault` where nothing is known by the text).
 */
export function takeCode({ via, text: read, aim_id, symbology }: ScanInput, wanted: WantedCode): TakenCode {
  const gs1 = readGs1({ text: read, aim_id }, { year: new Date().getUTCFullYear() });
  if (wanted === 'serial' && gs1?.serial !== undefined && gs1.errors.length === 0) return { text: gs1.serial };
  const text = normaliseSerial(read, { case_fold: false });
  const other = findOtherCode({ text, read, aim_id, symbology, gs1, typed_by_scanner: via === 'wedge' });
  // Staff badges may be such barcodes; the host knows them.
  const mayBeBadge = wanted === 'badge' && other !== null && BADGES.has(other.id);
  return other?.sure === true && !mayBeBadge ? { fault: finding(other, wanted) } : { text: read };
}

/** What a text that nothing is known by says of itself; null: nothing. */
export function textFault(text: string, wanted: WantedCode): Finding | null {
  const other = findOtherText(normaliseSerial(text, { case_fold: false }));
  return other === null ? null : finding(other, wanted);
}
