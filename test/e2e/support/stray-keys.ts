import type { KeyPress } from './key-presses.ts';

const GS = '\u001D';
const named = (key: string, key_code: number): KeyPress => ({ key, code: key, key_code });
/** Alt with digits of the number pad; Windows types `text` behind it. */
export function altCode(digits: string, text: string): KeyPress {
  const under = Array.from(digits, (digit) => ({
    key: digit,
    code: `Numpad${digit}`,
    key_code: 96 + Number(digit),
    alt: true,
  }));
  return { key: 'Alt', code: 'AltLeft', key_code: 18, alt: true, under, text };
}
/** Ctrl as a key of its own, then the other one. */
const chord = (key: string, code: string, key_code: number): readonly KeyPress[] => [
  { key: 'Control', code: 'ControlLeft', key_code: 17, ctrl: true },
  { key, code, key_code, ctrl: true },
];

/** Keys of each kind that types no character. */
export const STRAYS: Readonly<Record<string, readonly KeyPress[]>> = {
  F8: [named('F8', 119)],
  F12: [named('F12', 123)],
  Escape: [named('Escape', 27)],
  ArrowDown: [named('ArrowDown', 40)],
  ArrowLeft: [named('ArrowLeft', 37)],
  Home: [named('Home', 36)],
  PageUp: [named('PageUp', 33)],
  Delete: [named('Delete', 46)],
  Backspace: [named('Backspace', 8)],
  'dead key': [{ key: 'Dead', code: 'Equal', key_code: 221 }],
  'input method': [{ key: 'Process', code: 'KeyA', key_code: 229 }],
  'Alt+2': [{ key: '2', code: 'Digit2', key_code: 50, alt: true }],
  'Alt+2 (number pad)': [{ key: '2', code: 'Numpad2', key_code: 98, alt: true }],
  'Ctrl++': chord('+', 'Equal', 187),
  'Ctrl+$': chord('$', 'Digit4', 52),
  'Ctrl+Shift+8': [{ key: '*', code: 'Digit8', key_code: 56, ctrl: true, shift: true }],
  'Meta+1': [{ key: '1', code: 'Digit1', key_code: 49, meta: true }],
};

/** Each way in which a scanner sends GS. */
export const GS_WAYS: Readonly<Record<string, readonly KeyPress[]>> = {
  'Ctrl+] (US)': chord(']', 'BracketRight', 221),
  'Ctrl++ (German)': chord('+', 'BracketRight', 187),
  'Ctrl+$ (French)': chord('$', 'BracketRight', 186),
  'Ctrl+¨ (Swedish, dead)': chord('Dead', 'BracketRight', 186),
  'the character itself': [{ key: GS, code: 'BracketRight', key_code: 221, ctrl: true }],
  'Alt+029': [altCode('029', GS)],
  'Alt+0029': [altCode('0029', GS)],
};
