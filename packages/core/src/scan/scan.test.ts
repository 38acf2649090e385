import { expect, test } from 'vitest';
import { readCode } from '../gs1/aim-id.ts';
import { makeScan, scanSchema } from './scan.ts';

const origin = { scan_id: 's1', at: Date.UTC(2026, 10, 23), device_id: 'd1', via: 'serial' } as const;

test('makeScan takes the code as it was read, reads GS1 and passes its own schema through JSON', () => {
  const scan = makeScan({ ...origin, raw_hex: '5d4331' }, readCode(']C101095060001343521726120021A1'));
  expect(scan).toMatchObject({ aim_id: ']C1', symbology: 'gs1-128', text: '01095060001343521726120021A1' });
  expect(scan.gs1).toMatchObject({ gtin: '09506000134352', serial: 'A1', expiry: '2026-12-31' });
  expect(scanSchema.parse(JSON.parse(JSON.stringify(scan)))).toEqual(scan);
});

test('makeScan leaves a plain serial alone', () => {
  const nothing = { aim_id: null, symbology: null, addon: null, gs1: null };
  expect(makeScan(origin, readCode('SN-0001'))).toEqual({ ...origin, raw: 'SN-0001', text: 'SN-0001', ...nothing });
});

test('makeScan reads both components of a composite symbol as one label', () => {
  const scan = makeScan(origin, readCode(']E09506000134352]e01726123110LOT-7'));
  expect(scan).toMatchObject({
    aim_id: ']E0',
    symbology: 'gs1-composite',
    text: '0109506000134352\u001D1726123110LOT-7',
  });
  expect(scan.gs1).toMatchObject({ gtin: '09506000134352', expiry: '2026-12-31', lot: 'LOT-7', errors: [] });
  expect(scanSchema.parse(JSON.parse(JSON.stringify(scan)))).toEqual(scan);
});
