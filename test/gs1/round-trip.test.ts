import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatElementString, GS, parseElementString } from '@serialbridge/core/gs1';
import { validElements } from './support/valid-elements.ts';

test('every valid element string comes back as it was written, whatever its order', () => {
  fc.assert(
    fc.property(validElements(8), fc.boolean(), (written, front) => {
      const message = parseElementString(`${front ? GS : ''}${formatElementString(written)}`, { year: 2026 });
      expect(message.errors).toEqual([]);
      expect(message.elements.map(({ ai, value }) => ({ ai, value }))).toEqual(written);
    }),
    { numRuns: 5000 },
  );
});
