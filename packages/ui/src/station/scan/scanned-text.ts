import { commandText, SCAN_COMMANDS } from '@serialbridge/core/scan';
import type { Translate } from '../../i18n/index.ts';

/** What was scanned, as a person knows it: the word on a command card, not the code behind it. */
export function scannedText(text: string, t: Translate): string {
  const command = SCAN_COMMANDS.find((one) => commandText(one) === text);
  return command === undefined ? text : t(`ui.command.${command}`);
}
