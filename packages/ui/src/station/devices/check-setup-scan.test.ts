import { describe, expect, it } from 'vitest';
import { encodeCode128 } from '../../components/code128.ts';
import { checkSetupScan, SETUP_CODES, setupCodeOf, type SetupCode, type SetupScan } from './check-setup-scan.ts';

const [plain, gs1, long] = SETUP_CODES as readonly [SetupCode, SetupCode, SetupCode];
const scanOf = (code: SetupCode, change: Partial<SetupScan> = {}): SetupScan => ({
  text: code.text,
  aim_id: code.aim_id,
  without_suffix: false,
  ...change,
});
const faults = (code: SetupCode, change: Partial<SetupScan>): string[] =>
  checkSetupScan(code, scanOf(code, change)).map((finding) => finding.code.replace('ui.sheet.fault.', ''));

describe('setup sheet', () => {
  it.each(SETUP_CODES)('$id: can be drawn, and passes when it comes as it should', (code) => {
    expect(encodeCode128(code.text, { gs1: code.gs1 }).length).toBeGreaterThan(0);
    expect(checkSetupScan(code, scanOf(code))).toEqual([]);
    expect(setupCodeOf(code.text)).toBe(code);
  });

  it('the long code does not fit into one report of a HID POS scanner', () => {
    expect(long.text.length).toBeGreaterThan(56);
  });

  it.each([
    ['no AIM id', plain, { aim_id: null }, ['no-aim']],
    ['GS1 told as plain Code 128', gs1, { aim_id: ']C0' }, ['aim']],
    ['ended by silence', plain, { without_suffix: true }, ['no-suffix']],
    ['Caps Lock', plain, { text: plain.text.toUpperCase() }, ['case']],
    ['German layout', plain, { text: 'SBßTest?zy-ZY' }, ['layout']],
    ['GS left out', gs1, { text: gs1.text.replace('\u001D', '') }, ['control-lost']],
    ['GS as another character', gs1, { text: gs1.text.replace('\u001D', '^') }, ['control-changed']],
    ['second half lost', long, { text: long.text.slice(0, 56) }, ['cut']],
    ['something in front', plain, { text: `X${plain.text}` }, ['extra']],
    [
      'everything at once',
      plain,
      { text: 'sb-tEST', aim_id: null, without_suffix: true },
      ['other', 'no-aim', 'no-suffix'],
    ],
  ] as const)('%s is told apart', (_name, code, change, expected) => {
    expect(faults(code, change)).toEqual(expected);
  });

  it.each([
    ['in the wrong case', plain, plain.text.toUpperCase()],
    ['in another layout', plain, 'SBßTest?zy-ZY'],
    ['without its control character', gs1, gs1.text.replace('\u001D', '')],
    ['cut', long, long.text.slice(0, 56)],
  ])('a code %s is still known', (_name, code, text) => {
    expect(setupCodeOf(text)).toBe(code);
  });

  it('another code is none of them', () => {
    expect(setupCodeOf('4006381333931')).toBeNull();
    expect(setupCodeOf('SB')).toBeNull();
    expect(setupCodeOf('')).toBeNull();
  });
});
