import { GS } from '@serialbridge/core/gs1';
import bwip from 'bwip-js/node';

// the export that is named `raw` is a symbology (bwip-js 4.11.4); the function is only on the default export
// oxlint-disable-next-line import/no-named-as-default-member
const { raw } = bwip;

/** A square symbol: rows of modules, true is dark, without a quiet zone. */
export interface MatrixSymbol {
  readonly modules: number;
  readonly dark: readonly boolean[];
}

function encode(bcid: string, text: string, options: Record<string, string | boolean>): MatrixSymbol | null {
  try {
    const [symbol] = raw(bcid, text, options);
    if (symbol === undefined || !('pixs' in symbol)) return null;
    return { modules: symbol.pixx, dark: symbol.pixs.map((pixel) => pixel === 1) };
  } catch {
    // too much for the largest symbol
    return null;
  }
}

/** GS at the start makes it a GS1 symbol, and separates elements; both are FNC1. */
const withFnc1 = (text: string): string => text.replaceAll('^', '^^').replaceAll(GS, '^FNC1');

/** The square ECC 200 symbol of printable ASCII, or null when it is too long. */
export const dataMatrix = (text: string): MatrixSymbol | null =>
  encode('datamatrix', withFnc1(text), { parsefnc: true, format: 'square' });

/** The QR code (level M) of printable ASCII, or null when it is too long. */
export const qrCode = (text: string): MatrixSymbol | null =>
  encode('qrcode', withFnc1(text), { parsefnc: true, eclevel: 'M' });

/** Bars and gaps of a Code 128 symbol, in modules; the first is a bar. The check digit is added. */
export function code128Bars(codewords: readonly number[]): readonly number[] {
  const text = codewords.map((word) => `^${String(word).padStart(3, '0')}`).join('');
  const [symbol] = raw('code128', text, 'raw');
  return symbol !== undefined && 'sbs' in symbol ? symbol.sbs : [];
}
