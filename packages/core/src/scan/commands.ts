/** What a command barcode does. The words are printed on cards beside the station; no serial, code or number begins with `*SB:`. */
export const SCAN_COMMANDS = ['UNDO', 'SAVE', 'NEXT', 'BOX', 'WEIGH', 'SHIP', 'SIGNOUT', 'CANCEL', 'OK'] as const;
export type ScanCommand = (typeof SCAN_COMMANDS)[number];

export const COMMAND_PREFIX = '*SB:';

/** The text of the barcode (Code 128) for a command. */
export function commandText(command: ScanCommand): string {
  return `${COMMAND_PREFIX}${command}*`;
}

const BY_WORD: ReadonlyMap<string, ScanCommand> = new Map(
  SCAN_COMMANDS.map((command) => [commandText(command), command]),
);

/**
 * The command a code means, `unknown` for our prefix with a word we don't have (a card of a newer version), null for any other code.
 * Caps Lock at a keyboard wedge turns the letters round, so case does not count.
 */
export function commandOf(text: string): ScanCommand | 'unknown' | null {
  const upper = text.toUpperCase();
  return upper.startsWith(COMMAND_PREFIX) ? (BY_WORD.get(upper) ?? 'unknown') : null;
}
