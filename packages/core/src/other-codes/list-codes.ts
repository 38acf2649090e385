import { shownCode, type ListFacts, type OtherCode } from './other-code.ts';

/** A spreadsheet keeps fifteen digits of a number; those behind them become zeros. */
const CUT = /^[1-9]\d{14}0+$/u;
/** Zeros enough that chance is no answer, even where no list tells more. */
const CUT_FAR = /^[1-9]\d{14}0{3,5}$/u;
const LONG = /^\d{16,40}$/u;
const LONG_LIMIT = 40;

/** One comma is enough in a list; of dots and blanks, which makers write too, there must be two. */
const GROUPED = /^[1-9]\d{0,2}(?:(?:,\d{3}){1,6}|(?:\.\d{3}){2,6}|(?: \d{3}){2,6}|(?:,\d{2}){1,6},\d{3})$/u;
const GROUPED_LIMIT = 40;

/** `1,234,567`, and in a list `123,456` too. */
export function isGroupedNumber(text: string): boolean {
  return text.length <= GROUPED_LIMIT && GROUPED.test(text);
}

/**
 * What the texts of a list tell of each other. One number of sixteen digits in ten ends in zero by chance; a spreadsheet that cut one
 * has cut every long number of the column.
 */
export function listFactsOf(texts: Iterable<string>): ListFacts {
  let cuts_digits = false;
  for (const text of texts) {
    if (text.length > LONG_LIMIT || !LONG.test(text)) continue;
    if (!CUT.test(text)) return { cuts_digits: false };
    cuts_digits = true;
  }
  return { cuts_digits };
}

/** What numbers become on their way through a spreadsheet, and only a list, or many zeros, can tell. */
export const LIST_CODES: readonly OtherCode[] = [
  {
    id: 'code.cut-digits',
    says: ({ text, list }) => {
      if (text.length > LONG_LIMIT) return null;
      const cut = list === undefined ? CUT_FAR.test(text) : list.cuts_digits && CUT.test(text);
      return cut ? { sure: false, params: { text: shownCode(text), value: shownCode(text) } } : null;
    },
    when: 'fifteen digits and then zeros alone: in a list where every longer number is like that, elsewhere from three zeros on',
  },
  {
    id: 'code.grouped-digits',
    says: ({ text, list }) =>
      list === undefined || !isGroupedNumber(text)
        ? null
        : { sure: false, params: { text: shownCode(text), value: shownCode(text) } },
    when: 'in a list: a number with signs between its thousands',
  },
];
