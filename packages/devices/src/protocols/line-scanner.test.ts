import { expect, test } from 'vitest';
import { framerOf } from '../framers/delimited-framer.ts';
import { parseLineScan } from './line-scanner.ts';

const origin = { scan_id: 's', device_id: 'd', via: 'serial' } as const;
function scans(bytes: Uint8Array, prefix?: string): unknown[] {
  return framerOf('cr')
    .push(bytes, 77)
    .map((frame) => parseLineScan(frame, origin, { prefix }));
}
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

test('a code with AIM id becomes a scan with its bytes, time and GS1 content', () => {
  expect(scans(utf8(']C10109506000134352\u001D21A1\r'))).toMatchObject([
    {
      scan_id: 's',
      device_id: 'd',
      via: 'serial',
      at: 77,
      aim_id: ']C1',
      symbology: 'gs1-128',
      text: '0109506000134352\u001D21A1',
      raw_hex: Buffer.from(']C10109506000134352\u001D21A1\r').toString('hex'),
      gs1: { gtin: '09506000134352', serial: 'A1' },
    },
  ]);
});

test('an EAN add-on is set beside the code', () => {
  expect(scans(utf8(']E09771473968012]E105\r'))).toMatchObject([
    { text: '9771473968012', addon: '05', symbology: 'ean-13' },
  ]);
});

test('the prefix set on the scanner is taken off, AIM id after it too', () => {
  expect(scans(utf8('~]C0SN1\r'), '~')).toMatchObject([{ text: 'SN1', aim_id: ']C0' }]);
  expect(scans(utf8('SN~1\r'), '~')).toMatchObject([{ text: 'SN~1' }]);
});

test('UTF-8 is read as such, anything else byte by byte, and spaces stay', () => {
  expect(scans(utf8(' Größe \r'))).toMatchObject([{ text: ' Größe ' }]);
  expect(scans(Uint8Array.of(0x47, 0xf6, 0x0d))).toMatchObject([{ text: 'Gö' }]);
});

test('a line that holds only the prefix is no scan', () => {
  expect(scans(utf8('~\r'), '~')).toEqual([null]);
});
