import { readCode } from '@serialbridge/core/gs1';
import { makeScan, type Scan, type ScanOrigin } from '@serialbridge/core/scan';
import type { Frame } from '../framers/framer.ts';
import { hexOf, textOf } from './parts/protocol.ts';

export interface LineScannerOptions {
  /** Characters the scanner is set to send before every code, taken off. */
  readonly prefix?: string | undefined;
}

/** UTF-8 where it is UTF-8 (QR codes), else Latin-1, so that no byte is lost. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return textOf(bytes);
  }
}

/**
 * A scanner that sends one code a line: prefix, AIM id, text, suffix. Returns null for an empty line (a suffix sent
 * twice). Nothing inside the text is changed: a control character there is the serial rules' business.
 */
export function parseLineScan(
  frame: Frame,
  origin: Omit<ScanOrigin, 'at' | 'raw_hex'>,
  options: LineScannerOptions = {},
): Scan | null {
  const line = decode(frame.bytes);
  const prefix = options.prefix ?? '';
  const sent = prefix !== '' && line.startsWith(prefix) ? line.slice(prefix.length) : line;
  if (sent === '') return null;
  const scan = makeScan({ ...origin, at: frame.ended, raw_hex: hexOf(frame.raw) }, readCode(sent));
  return frame.bySilence ? { ...scan, without_suffix: true } : scan;
}
