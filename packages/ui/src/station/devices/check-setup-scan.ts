import type { Finding } from '@serialbridge/protocol/station';

/** A barcode of the setup sheet, and how a scanner that is set up well sends it. GS stands where the symbol has FNC1. */
export interface SetupCode {
  readonly id: 'plain' | 'gs1' | 'long';
  readonly text: string;
  readonly aim_id: string;
  readonly gs1: boolean;
}

/** What came of the codes so far; absent: not scanned yet. */
export type SetupResults = Readonly<Partial<Record<SetupCode['id'], readonly Finding[]>>>;

/** What came of one scan, whichever way it came. */
export interface SetupScan {
  readonly text: string;
  readonly aim_id: string | null;
  readonly without_suffix: boolean;
}

const GS = '\u001D';

/**
 * `plain` has both cases, and the letters and signs that other keyboard layouts put elsewhere. `gs1` needs the control character to be read.
 * `long` does not fit into one report of a HID POS scanner (56 characters) and comes in parts.
 */
export const SETUP_CODES: readonly SetupCode[] = [
  { id: 'plain', text: 'SB-Test_yz/YZ', aim_id: ']C0', gs1: false },
  { id: 'gs1', text: `010950600013435221SB-7Q4Z${GS}10LOT1`, aim_id: ']C1', gs1: true },
  {
    id: 'long',
    text: '01234567890123456789012345678901234567890123456789012345678901234567',
    aim_id: ']C0',
    gs1: false,
  },
];

/** Letters and digits alone: what is left of a code when cases, layouts and control characters went wrong. */
const skeleton = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/gu, '');
const swapped = (text: string): string =>
  text.replaceAll(/[yz]/giu, (letter) => ({ y: 'z', z: 'y', Y: 'Z', Z: 'Y' })[letter] ?? letter);

/** The code of the sheet that a scan is, however badly it came; null: none of them. */
export function setupCodeOf(text: string, codes: readonly SetupCode[] = SETUP_CODES): SetupCode | null {
  const read = skeleton(text);
  const exact = codes.find((code) => [skeleton(code.text), skeleton(swapped(code.text))].includes(read));
  if (exact !== undefined || read.length < 6) return exact ?? null;
  // A part of it, or it with something about it.
  return codes.find((code) => skeleton(code.text).includes(read) || read.includes(skeleton(code.text))) ?? null;
}

/** What is wrong with the text; the first that explains it is said alone, for the rest follows from it. */
function textFault(expected: SetupCode, text: string): Finding | null {
  if (text === expected.text) return null;
  const fault = (id: string): Finding => ({ code: `ui.sheet.fault.${id}`, params: { text } });
  if (text === expected.text.replaceAll(GS, '')) return fault('control-lost');
  if (text.toLowerCase() === expected.text.toLowerCase()) return fault('case');
  if (skeleton(swapped(text)) === skeleton(expected.text)) return fault('layout');
  if (text !== '' && expected.text.includes(text)) return fault('cut');
  if (text.includes(expected.text)) return fault('extra');
  if (skeleton(text) === skeleton(expected.text)) return fault(expected.gs1 ? 'control-changed' : 'layout');
  return fault('other');
}

/** Everything that is wrong with how a scanner sent a code of the sheet, at once; empty: it passed. */
export function checkSetupScan(expected: SetupCode, scan: SetupScan): readonly Finding[] {
  const wrong = textFault(expected, scan.text);
  const aim = { expected: expected.aim_id, read: scan.aim_id };
  return [
    ...(wrong === null ? [] : [wrong]),
    ...(scan.aim_id === null ? [{ code: 'ui.sheet.fault.no-aim', params: aim }] : []),
    ...(scan.aim_id !== null && scan.aim_id !== expected.aim_id ? [{ code: 'ui.sheet.fault.aim', params: aim }] : []),
    ...(scan.without_suffix ? [{ code: 'ui.sheet.fault.no-suffix', params: {} }] : []),
  ];
}
