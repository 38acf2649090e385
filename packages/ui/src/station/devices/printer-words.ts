import type { Translate } from '../../i18n/index.ts';

/** A condition of a printer in words; one that nobody has put into words yet shows as itself. */
const inWords = (family: 'status' | 'advice', condition: string, otherwise: string, t: Translate): string =>
  t({ code: `ui.printer-${family}.${condition}`, message: otherwise, params: {} });

/** `Out of labels, paused`; empty: ready. */
export function printerWords(conditions: readonly string[], t: Translate): string {
  return conditions.map((condition) => inWords('status', condition, condition, t)).join(', ');
}

/** What to do about a condition. */
export function printerAdvice(condition: string, t: Translate): string {
  return inWords('advice', condition, inWords('status', condition, condition, t), t);
}
