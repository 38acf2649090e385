import { context, id, ORDER, OTHER_PRODUCT_ID, unit } from '@serialbridge/testing/serial/judging';
import { dice } from '@serialbridge/testing/random';
import { describe, expect, it } from 'vitest';
import { judgeSerial, judgeSerials } from './judge-serials.ts';
import { normaliseSerial } from './serial-key.ts';
import { otherSpellings } from './spellings.ts';
import type { SerialContext } from './verdict.ts';

const ADDRESS = '0011AABBCCDD';
const SPELLINGS = [
  '0011AABBCCDD',
  '0011aabbccdd',
  '00:11:AA:BB:CC:DD',
  '00:11:aa:bb:cc:dd',
  '00-11-AA-BB-CC-DD',
  '00-11-aa-bb-cc-dd',
  '0011.AABB.CCDD',
  '0011.aabb.ccdd',
];
const pack = { use: 'pack', order_id: ORDER } as const;
const codes = (all: readonly { readonly code: string }[]): readonly string[] => all.map(({ code }) => code);

function judged(text: string, within: SerialContext): unknown {
  const { serial_raw, failures, warnings, unit: taken } = judgeSerial(text, within);
  return [serial_raw, taken?.unit_id ?? null, ...codes(failures), ...codes(warnings)];
}

describe('a network address', () => {
  it('serial.other-spelling: every spelling asks for every other, once', () => {
    for (const spelling of SPELLINGS)
      expect([spelling, ...otherSpellings(spelling)].toSorted()).toEqual(SPELLINGS.toSorted());
    for (const none of ['0011AABBCCDG', '00:11:AA:BB:CC', '00:11-AA:BB:CC:DD', '001.1AABB.CCDD', 'A0011AABBCCDD'])
      expect(otherSpellings(none)).toEqual([]);
  });

  it('serial.other-spelling: the known unit leaves, whatever stands between its digits, and both spellings are named', () => {
    for (const known of SPELLINGS) {
      const within = context({ ...pack, units: [unit(known)] });
      for (const read of SPELLINGS) {
        const warning = read === known ? [] : ['serial.other-spelling'];
        expect(judged(read, within)).toEqual([known, id(100), ...warning]);
      }
    }
    expect(judgeSerial('00:11:AA:BB:CC:DD', context({ ...pack, units: [unit(ADDRESS)] })).warnings).toEqual([
      { code: 'serial.other-spelling', params: { serial: ADDRESS, read: '00:11:AA:BB:CC:DD' } },
    ]);
  });

  it('serial.other-spelling: a new one is taken as it was read, without a word', () => {
    for (const read of SPELLINGS) expect(judged(read, context())).toEqual([read, null]);
  });

  it('serial.duplicate: in stock under another spelling it comes in no second time', () => {
    const within = context({ units: [unit(ADDRESS)] });
    expect(judged('0011.aabb.ccdd', within)).toEqual([ADDRESS, id(100), 'serial.duplicate', 'serial.other-spelling']);
  });

  it('serial.duplicate-in-document: on the document, or twice in a list, in two spellings', () => {
    const within = context({ document_serials: new Map([[ADDRESS, 'line 2']]) });
    expect(judged('00-11-AA-BB-CC-DD', within)).toContain('serial.duplicate-in-document');
    const list = judgeSerials(['00:11:AA:BB:CC:DD', ADDRESS, '0011.AABB.CCDE'], context());
    expect(list.map(({ failures }) => codes(failures))).toEqual([[], ['serial.duplicate-in-document'], []]);
  });

  it('serial.other-product: it is another product under another spelling', () => {
    const within = context({ ...pack, units: [unit(ADDRESS, { product_id: OTHER_PRODUCT_ID })] });
    expect(judged('00:11:AA:BB:CC:DD', within)).toContain('serial.other-product');
  });

  it('serial.other-spelling: the spelling that was read wins where it is known itself', () => {
    const units = [unit(ADDRESS, { unit_id: id(101) }), unit('00:11:AA:BB:CC:DD', { unit_id: id(102) })];
    expect(judged('00:11:AA:BB:CC:DD', context({ ...pack, units }))).toEqual(['00:11:AA:BB:CC:DD', id(102)]);
  });

  it('serial.other-spelling: in any order of receiving and packing, every spelling comes to one unit', () => {
    const { whole } = dice(4711);
    for (let round = 0; round < 500; round += 1) {
      const digits = Array.from({ length: 12 }, () => '0123456789ABCDEF'.charAt(whole(0, 15))).join('');
      const spellings = [digits, ...otherSpellings(digits)];
      const pick = (): string => spellings[whole(0, spellings.length - 1)] ?? digits;
      const first = pick();
      const received = judgeSerial(first, context());
      expect([received.serial_raw, codes(received.failures)]).toEqual([first, []]);
      const units = [unit(first)];
      for (let scan = 0; scan < 5; scan += 1) {
        const packed = judgeSerial(pick(), context({ ...pack, units }));
        expect([packed.serial_raw, packed.unit?.unit_id, codes(packed.failures)]).toEqual([first, id(100), []]);
        expect(codes(judgeSerial(pick(), context({ units })).failures)).toContain('serial.duplicate');
      }
    }
  });
});

describe('an S in front', () => {
  it('serial.other-spelling: known without it, the unit is taken and both are named', () => {
    expect(judged('SABC123', context({ ...pack, units: [unit('ABC123')] }))).toEqual([
      'ABC123',
      id(100),
      'serial.other-spelling',
    ]);
    expect(judged('SABC123', context({ expected_serials: new Set(['ABC123']) }))).toEqual([
      'ABC123',
      null,
      'serial.other-spelling',
    ]);
  });

  it('serial.other-spelling: it is never taken off where nothing is known', () => {
    expect(judged('SABC123', context())).toEqual(['SABC123', null]);
    expect(judged('SABC123', context({ units: [unit('SABC123', { state: 'shipped' }), unit('ABC123')] }))).toEqual([
      'SABC123',
      id(100),
    ]);
    for (const short of ['S1234', 'SN00012345', 'sABC123', 'S-ABC123']) expect(otherSpellings(short)).toEqual([]);
  });
});

describe('dashes', () => {
  it('serial.norm: every hyphen, dash and minus sign compares as a hyphen; what was read stays', () => {
    const dashes = '\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\uFE58\uFE63\uFF0D\u058A\u207B\u208B';
    for (const dash of dashes) expect(normaliseSerial(`AB${dash}12`, { case_fold: false })).toBe('AB-12');
    expect(judged('AB\u201312', context({ ...pack, units: [unit('AB-12')] }))).toEqual(['AB\u201312', id(100)]);
  });

  it('serial.norm: a unit that was recorded with its dash before is still that unit by the text of its label', () => {
    const within = context({ ...pack, units: [unit('AB\u201312')] });
    expect(judged('AB\u201312', within)).toEqual(['AB\u201312', id(100)]);
    const again = context({ units: [unit('AB\u201312')] });
    expect(judged('AB\u201312', again)).toEqual(['AB\u201312', id(100), 'serial.duplicate']);
  });
});
