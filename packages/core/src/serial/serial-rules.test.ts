import { describe, expect, it } from 'vitest';
import {
  context,
  ELSEWHERE,
  id,
  ORDER,
  OTHER_ORDER,
  OTHER_PRODUCT_ID,
  product,
  unit,
} from '@serialbridge/testing/serial/judging';
import { judgeSerial, judgeSerials } from './judge-serials.ts';
import type { RuleFailure, SerialContext } from './verdict.ts';

const codes = (failures: readonly RuleFailure[]): readonly string[] => failures.map(({ code }) => code);
const refusals = (serial: string, within: SerialContext): readonly string[] =>
  codes(judgeSerial(serial, within).failures);
const pack = { use: 'pack', order_id: ORDER } as const;
const rma = { use: 'return', order_id: ORDER } as const;
const warned = (serial: string, within: SerialContext): readonly string[] =>
  codes(judgeSerial(serial, within).warnings);
const allocated = (order_id: string): SerialContext =>
  context({ ...pack, units: [unit('A1', { state: 'allocated', order_id })] });

describe('the text', () => {
  it('serial.required: nothing was given where a serial is needed', () => {
    expect(refusals('', context())).toEqual(['serial.required']);
    expect(refusals('', context({ options: { 'receiving.require_serial_input': false } }))).toEqual(['serial.blank']);
    expect(refusals('', context({ options: { 'receiving.skip_serial_prompt': true } }))).toEqual(['serial.blank']);
    expect(refusals('', context({ ...pack, options: { 'packing.require_serial_validation': false } }))).toEqual([
      'serial.blank',
    ]);
    expect(refusals('', context({ product: product({ serial_policy: 'ship-only' }) }))).toEqual(['serial.blank']);
    expect(refusals('', context({ ...pack, product: product({ serial_policy: 'ship-only' }) }))).toEqual([
      'serial.required',
    ]);
  });

  it('serial.blank: only white space and control characters', () => {
    expect(refusals(' \t\u00A0\u0000\u200B ', context())).toEqual(['serial.blank']);
  });

  it('serial.control-character: two codes read as one, and where', () => {
    const [failure] = judgeSerial('SN1\u001DSN2', context()).failures;
    expect(failure).toMatchObject({
      code: 'serial.control-character',
      params: { position: 4, character: 'U+001D', before: 'SN1', after: 'SN2' },
    });
    expect(refusals('SN1\r', context())).toEqual([]);
  });

  it('serial.length: product beats policy, characters are counted whole', () => {
    const options = { 'serial.length_min': 4, 'serial.length_max': 6 };
    expect(judgeSerial('ABC', context({ options })).failures[0]?.params).toMatchObject({
      context: 'short',
      length: 3,
      min: 4,
      max: 6,
    });
    expect(refusals('ABCDEFG', context({ options }))).toEqual(['serial.length']);
    expect(refusals('ABCDEFG', context({ options, product: product({ serial_max: 7 }) }))).toEqual([]);
    expect(refusals('😀😀😀😀😀😀', context({ options }))).toEqual([]);
  });

  it('serial.length: 10,000 characters, whatever the product says', () => {
    const long = 'A'.repeat(10_000);
    const verdict = judgeSerial(long, context({ product: product({ serial_max: 1_000_000, serial_pattern: 'A+' }) }));
    expect(codes(verdict.failures)).toEqual(['serial.length']);
    expect(verdict.failures[0]?.params).toMatchObject({ max: 200, serial: `${'A'.repeat(60)}…` });
    expect(verdict.serial_raw).toBe(long);
    expect(refusals(`${' '.repeat(600)}SN1`, context())).toEqual(['serial.length']);
  });

  it('serial.length: is not asked again of a unit in stock', () => {
    const within = context({ ...pack, units: [unit('OLD')], options: { 'serial.length_min': 10 } });
    expect(refusals('OLD', within)).toEqual([]);
    expect(refusals('NEW', within)).toEqual(['serial.length', 'serial.not-received']);
  });

  it('serial.pattern: the whole serial must match', () => {
    const within = context({ product: product({ serial_pattern: String.raw`SN\d{4}` }) });
    expect(refusals('SN0001', within)).toEqual([]);
    expect(refusals('SN00011', within)).toEqual(['serial.pattern']);
  });

  it('serial.pattern: one that cannot be used is named, and never throws', () => {
    const [failure] = judgeSerial('SN1', context({ product: product({ serial_pattern: '([' }) })).failures;
    expect(failure).toMatchObject({
      code: 'serial.pattern',
      params: { context: 'unusable', pattern: '([', sku: 'CAM-1' },
    });
  });

  it('serial.pattern: check digit', () => {
    const within = context({ product: product({ serial_check_digit: 'luhn' }) });
    expect(refusals('490154203237518', within)).toEqual([]);
    expect(judgeSerial('490154203237519', within).failures[0]?.params['context']).toBe('check-digit');
  });
});

describe('the document', () => {
  const document_codes = new Map([
    ['036000291452', 'CAM-1'],
    ['CAM-1', 'CAM-1'],
  ]);

  it('serial.is-product-code: a code of the document, a GTIN at any length', () => {
    expect(judgeSerial('036000291452', context({ document_codes })).failures[0]).toMatchObject({
      code: 'serial.is-product-code',
      params: { sku: 'CAM-1' },
    });
    expect(refusals('0036000291452', context({ document_codes }))).toEqual(['serial.is-product-code']);
    expect(refusals('00036000291452', context({ document_codes }))).toEqual(['serial.is-product-code']);
    expect(refusals('cam-1', context({ document_codes }))).toEqual(['serial.is-product-code']);
    expect(refusals('036000291453', context({ document_codes }))).toEqual([]);
    expect(
      refusals('cam-1', context({ document_codes, options: { 'receiving.require_unique_serial': false } })),
    ).toEqual([]);
  });

  it('serial.duplicate-in-document: says where, or at which place of the list', () => {
    const within = context({ document_serials: new Map([['A1', 'line 2']]) });
    const [on, first, second] = judgeSerials(['A1', 'B2', ' B2 '], within);
    expect(on?.failures[0]).toMatchObject({ code: 'serial.duplicate-in-document', params: { where: 'line 2' } });
    expect(first?.failures).toEqual([]);
    expect(second?.failures[0]?.params).toMatchObject({ context: 'list', place: 2 });
  });

  it('serial.duplicate-in-document: switched off it warns when receiving, and still refuses when packing', () => {
    const change = {
      document_serials: new Map([['A1', 'box 1']]),
      options: { 'receiving.require_unique_serial': false },
    };
    const verdict = judgeSerial('A1', context(change));
    expect([codes(verdict.failures), codes(verdict.warnings)]).toEqual([[], ['serial.duplicate-in-document']]);
    expect(refusals('A1', context({ ...change, ...pack, units: [unit('A1')] }))).toEqual([
      'serial.duplicate-in-document',
    ]);
  });

  it('serial.not-expected: announced serials only', () => {
    const within = context({ expected_serials: new Set(['A1']) });
    expect([refusals('A1', within), refusals('A2', within)]).toEqual([[], ['serial.not-expected']]);
  });

  it('serial.too-many: counts the serials of the line and those accepted before', () => {
    const within = context({ quantities: { units: 3, serials: 1 } });
    const verdicts = judgeSerials(['A', 'A', 'B', 'C'], within);
    expect(verdicts.map(({ failures }) => codes(failures))).toEqual([
      [],
      ['serial.duplicate-in-document'],
      [],
      ['serial.too-many'],
    ]);
    expect(
      refusals(
        'A',
        context({ quantities: { units: 1, serials: 1 }, options: { 'receiving.allow_more_serials': true } }),
      ),
    ).toEqual([]);
  });
});

describe('the units known', () => {
  it('serial.duplicate: a unit here may not come in again; one that left may, and is the same unit', () => {
    const here = context({ units: [unit('A1')] });
    expect(judgeSerial('A1', here).failures[0]).toMatchObject({
      code: 'serial.duplicate',
      params: { context: 'in_stock', purchase_order: 'PO-7', warehouse: 'Main' },
    });
    for (const state of ['shipped', 'sent_to_vendor', 'expected'] as const) {
      const verdict = judgeSerial('A1', context({ units: [unit('A1', { state })] }));
      expect([verdict.failures, verdict.unit?.unit_id]).toEqual([[], id(100)]);
    }
  });

  it('serial.duplicate: switched off it warns and resolves to the same unit', () => {
    const verdict = judgeSerial(
      'A1',
      context({ units: [unit('A1')], options: { 'receiving.validate_duplicates': false } }),
    );
    expect([codes(verdict.failures), codes(verdict.warnings), verdict.unit?.unit_id]).toEqual([
      [],
      ['serial.duplicate'],
      id(100),
    ]);
  });

  it('serial.duplicate: a unit sold on the order that already came back', () => {
    const within = context({
      ...rma,
      units: [unit('A1', { state: 'returned', order_id: ORDER })],
      units_sold: new Set([id(100)]),
    });
    expect(refusals('A1', within)).toEqual(['serial.duplicate']);
  });

  it('serial.other-product: when packing, and when receiving only within one scope', () => {
    const foreign = unit('A1', { product_id: OTHER_PRODUCT_ID, scope_key: 'm:Acme' });
    expect(judgeSerial('A1', context({ ...pack, units: [foreign] })).failures).toMatchObject([
      { code: 'serial.other-product', params: { sku: 'LENS-2', wanted: 'CAM-1' } },
    ]);
    expect(refusals('A1', context({ units: [foreign] }))).toEqual([]);
    expect(refusals('A1', context({ units: [foreign], product: product({ serial_scope: 'manufacturer' }) }))).toEqual([
      'serial.other-product',
    ]);
  });

  it('serial.not-received: unknown, or only announced; not for products first read when shipped', () => {
    expect(refusals('A1', context(pack))).toEqual(['serial.not-received']);
    expect(refusals('A1', context({ ...pack, units: [unit('A1', { state: 'expected' })] }))).toEqual([
      'serial.not-received',
    ]);
    expect(refusals('A1', context({ ...pack, product: product({ serial_policy: 'ship-only' }) }))).toEqual([]);
    expect(refusals('A1', context({ ...pack, options: { 'packing.require_serial_match_po': false } }))).toEqual([]);
    expect(refusals('A1', context({ use: 'return-to-vendor' }))).toEqual(['serial.not-received']);
  });

  it('serial.not-received, serial.not-sold-on-order: a station that knows one warehouse says no more than that', () => {
    const here = { ...context(pack), own_warehouse_only: true };
    expect(judgeSerial('A1', here).failures).toMatchObject([
      { code: 'serial.not-received', params: { context: 'unknown-here', serial: 'A1' } },
    ]);
    expect(judgeSerial('A1', context(pack)).failures[0]?.params).not.toHaveProperty('context');
    const back = { ...context({ use: 'return' }), units_sold: new Set<string>(), own_warehouse_only: true };
    expect(judgeSerial('A1', back).failures).toMatchObject([
      { code: 'serial.not-sold-on-order', params: { context: 'unknown-here' } },
    ]);
  });

  it('serial.not-in-stock: says the state and on which order', () => {
    const shipped = unit('A1', { state: 'shipped', order_id: OTHER_ORDER });
    expect(judgeSerial('A1', context({ ...pack, units: [shipped] })).failures).toMatchObject([
      { code: 'serial.not-in-stock', params: { context: 'shipped', order: 'SO-2', at: 1_700_000_000_000 } },
    ]);
    const damaged = context({ ...pack, units: [unit('A1', { condition: 'damaged' })] });
    expect(judgeSerial('A1', damaged).failures[0]?.params['context']).toBe('damaged');
    expect(refusals('A1', { ...damaged, use: 'return-to-vendor' })).toEqual([]);
    expect(refusals('A1', context({ use: 'return-to-vendor', units: [unit('A1', { state: 'returned' })] }))).toEqual(
      [],
    );
  });

  it('serial.not-in-stock: a unit allocated to this order may be packed, one of another order not', () => {
    expect([refusals('A1', allocated(ORDER)), refusals('A1', allocated(OTHER_ORDER))]).toEqual([
      [],
      ['serial.not-in-stock'],
    ]);
  });

  it('serial.other-warehouse: in stock, but not here', () => {
    const verdict = judgeSerial('A1', context({ ...pack, units: [unit('A1', { warehouse_id: ELSEWHERE })] }));
    expect(verdict.failures).toMatchObject([
      { code: 'serial.other-warehouse', params: { warehouse: 'Annex', here: 'Main' } },
    ]);
  });

  it('serial.disputed: blocks leaving, whatever the options, and nothing else', () => {
    const units = [unit('A1', { disputed: true })];
    expect(refusals('A1', context({ ...pack, units }))).toEqual(['serial.disputed']);
    expect(refusals('A1', context({ ...pack, units, options: { 'packing.require_serial_match_po': false } }))).toEqual([
      'serial.disputed',
    ]);
    const back = [unit('A1', { disputed: true, state: 'shipped', order_id: ORDER })];
    expect(refusals('A1', context({ ...rma, units: back, units_sold: new Set([id(100)]) }))).toEqual([]);
  });

  it('serial.not-sold-on-order: shipped on another order, never shipped, or unknown', () => {
    const units = [unit('A1', { state: 'shipped', order_id: OTHER_ORDER })];
    const within = context({ ...rma, units, units_sold: new Set() });
    expect(judgeSerial('A1', within).failures).toMatchObject([
      { code: 'serial.not-sold-on-order', params: { order: 'SO-2', wanted: 'SO-1' } },
    ]);
    expect(judgeSerial('B2', within).failures).toMatchObject([
      { code: 'serial.not-sold-on-order', params: { context: 'unknown' } },
    ]);
    expect(refusals('A1', { ...within, units_sold: new Set([id(100)]) })).toEqual([]);
    expect(
      refusals(
        'A1',
        context({ ...rma, units, units_sold: new Set(), options: { 'returns.require_serial_validation': false } }),
      ),
    ).toEqual([]);
  });

  it('serial.not-in-stock: every failing rule is said at once, in order', () => {
    const units = [unit('A1', { state: 'shipped', disputed: true })];
    const within = context({
      ...pack,
      units,
      document_serials: new Map([['A1', 'box 1']]),
      quantities: { units: 1, serials: 1 },
    });
    expect(refusals('A1', within)).toEqual([
      'serial.duplicate-in-document',
      'serial.not-in-stock',
      'serial.disputed',
      'serial.too-many',
    ]);
  });

  it('serial.duplicate: of several units with one serial the one that may be used is taken', () => {
    const units = [unit('A1', { state: 'in_stock', forked: true }), unit('A1', { unit_id: id(101), state: 'shipped' })];
    expect(judgeSerial('A1', context({ units })).unit?.unit_id).toBe(id(101));
  });
});

describe('warnings', () => {
  it('serial.cache-old: older than the limit', () => {
    expect(warned('A1', context({ cache_age_ms: 60 * 60_000 }))).toEqual([]);
    expect(warned('A1', context({ cache_age_ms: 60 * 60_000 + 1 }))).toEqual(['serial.cache-old']);
  });

  it('serial.near-duplicate: one slip off, but not the next of a carton', () => {
    const within = context({ recent_serials: ['SN00101'] });
    for (const slip of ['SM00101', 'SN0101', 'SN001O1', 'NS00101', 'SN01101'])
      expect(warned(slip, within)).toEqual(['serial.near-duplicate']);
    for (const other of ['SN00101', 'SN00102', 'SN00199', 'XX00101']) expect(warned(other, within)).toEqual([]);
    expect(
      warned('SM00101', context({ recent_serials: ['SN00101'], options: { 'serial.warn_near_duplicate': false } })),
    ).toEqual([]);
  });

  it('serial.product-code-expired: warns and names the code', () => {
    expect(judgeSerial('A1', context({ expired_product_code: '123' })).warnings).toMatchObject([
      { code: 'serial.product-code-expired', params: { code: '123' } },
    ]);
  });
});

it('serial.like-product-code: a lone number with the check digit of a barcode; not among numbers as long', () => {
  expect(warned('4006381333931', context())).toEqual(['serial.like-product-code']);
  for (const number of ['96385074', '012345678905', '00012345678905'])
    expect(warned(number, context())).toContain('serial.like-product-code');
  expect(warned('4006381333932', context())).toEqual([]);
  expect(warned('490154203237518', context())).toEqual([]);
  expect(warned('4006381333931', context({ recent_serials: ['1234567890123'] }))).toEqual([]);
  expect(warned('4006381333931', context({ product: product({ serial_pattern: String.raw`\d+` }) }))).toEqual([]);
  expect(warned('4006381333931', context({ expected_serials: new Set(['4006381333931']) }))).toEqual([]);
  const list = judgeSerials(['4006381333931', '4006381333932', '4006381333948'], context());
  expect(list.flatMap(({ warnings }) => codes(warnings))).toEqual([]);
  const barcodes = judgeSerials(['4006381333931', '5901234123457'], context());
  expect(barcodes.flatMap(({ warnings }) => codes(warnings))).toEqual(Array(2).fill('serial.like-product-code'));
});
