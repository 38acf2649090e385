import { type CodeRow, refused } from '../support/code-row.ts';

const KEYBOARD = /keyboard/iu;
const scanner = { via: 'scanner' } as const;
/** What a symbol does not hold was not read from it. */
const LETTERS = /keyboard|letter|character/iu;

export const WRONG_LETTERS: readonly CodeRow[] = [
  refused('French keyboard, digits', 'éàààà"ç"é', KEYBOARD),
  refused('French keyboard, letters and digits', 'FTXàé&èLàQB', KEYBOARD),
  refused('French keyboard, only signs of English', `&"'(&"'(`, KEYBOARD),
  refused('French keyboard, a bin', 'Q)à&', KEYBOARD),
  refused('Belgian keyboard', 'SNàà&é§è!', KEYBOARD),
  refused('Czech keyboard', 'SNéééééě', KEYBOARD),
  refused('Czech keyboard, all digits', '+ěščřžýáíé', KEYBOARD),
  refused('Slovak keyboard', 'RT+ľščťž', KEYBOARD),
  refused('Hungarian keyboard', 'RTöö12ö', KEYBOARD),
  refused('German keyboard, hyphen', 'SNß40025', KEYBOARD),
  refused('Spanish keyboard', 'SÑ40025', KEYBOARD),
  refused('Turkish keyboard', 'SNı40025', KEYBOARD),
  refused('Russian keyboard', 'ЫТ40025', KEYBOARD),
  refused('Russian keyboard, small letters', 'ыт40025цх', KEYBOARD),
  refused('one Cyrillic letter that looks Latin', 'SN4002\u0421', KEYBOARD),
  refused('Greek keyboard', 'ΣΝ40025', KEYBOARD),
  refused('Hebrew keyboard', 'דמ40025', KEYBOARD),
  refused('Arabic digits', 'SN٤٠٠٢٥', KEYBOARD),
  refused('Korean keyboard', 'ㄴㅜ40025', KEYBOARD),
  refused('Cyrillic in Code 128', ']C0ЫТ40025', LETTERS, scanner),
  refused('accents in Code 128 from a keyboard', ']C0SNàéàà', LETTERS),
  refused('Greek in Code 39', ']A0ΣΝ40025', LETTERS, scanner),
  refused('small umlaut in Code 39', ']A0sn-ä0025', LETTERS, scanner),
  refused('letters in an EAN', ']E0éààçèà"é&àà"', /keyboard|letter|character|product/iu, scanner),
  refused('letters in Interleaved 2 of 5', ']I1à&éèà&', LETTERS, scanner),
  refused('Cyrillic in Code 93', ']G0ЯТ-40025', LETTERS, scanner),
];
