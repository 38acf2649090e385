import { expect, test } from 'vitest';
import { waysToWrite, wrongCode } from './product-codes.ts';

test('a UPC-E is a UPC, its check digit is judged, and both ways of writing it are one code', () => {
  for (const code of ['04252614', '01234565', '042100005264'])
    expect([code, wrongCode('upc', code)]).toEqual([code, null]);
  for (const code of ['04252615', '96385074', '4252614']) expect(wrongCode('upc', code)).not.toBeNull();
  expect(wrongCode('ean', '96385074')).toBeNull();
  expect(waysToWrite('upc', '04252614')).toContain('042100005264');
  expect(waysToWrite('upc', '042100005264')).toContain('04252614');
  expect(waysToWrite('vendor-sku', '04252614')).toEqual(['04252614']);
});
