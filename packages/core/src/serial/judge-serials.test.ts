import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { context, unit } from '@serialbridge/testing/serial/judging';
import { judgeSerial, judgeSerials } from './judge-serials.ts';
import type { SerialContext, Verdict } from './verdict.ts';

const codes = ({ failures, warnings, unit: known }: Verdict): unknown => [
  failures.map(({ code }) => code),
  warnings.map(({ code }) => code),
  known,
];

/** One after the other, each told of those before it, as a person scanning does it. */
function folded(candidates: readonly string[], start: SerialContext): readonly Verdict[] {
  const document_serials = new Map(start.document_serials);
  let quantities = start.quantities;
  return candidates.map((candidate, index) => {
    const verdict = judgeSerial(candidate, { ...start, document_serials, quantities });
    if (verdict.serial_norm !== '' && !document_serials.has(verdict.serial_norm))
      document_serials.set(verdict.serial_norm, `place ${index}`);
    if (verdict.failures.length === 0 && quantities !== null)
      quantities = { ...quantities, serials: quantities.serials + 1 };
    return verdict;
  });
}

it('serial.duplicate-in-document, serial.too-many: a bulk is the same as one after the other', () => {
  const serial = fc.constantFrom('', ' ', 'A1', ' A1', 'B2', 'C3', 'D\u001D4', 'E'.repeat(300), 'F6', 'G7');
  const states = fc.constantFrom('in_stock', 'shipped', 'packed', 'expected', 'in_transit');
  const uses = fc.constantFrom('receive', 'pack', 'return', 'return-to-vendor');
  fc.assert(
    fc.property(fc.array(serial), states, uses, fc.nat(6), fc.boolean(), (candidates, state, use, units, strict) => {
      const within = context({
        use,
        units: [unit('A1', { state }), unit('C3')],
        document_serials: new Map([['F6', 'line 1']]),
        quantities: { units, serials: 0 },
        options: { 'receiving.require_unique_serial': strict, 'receiving.validate_duplicates': strict },
      });
      expect(judgeSerials(candidates, within).map(codes)).toEqual(folded(candidates, within).map(codes));
    }),
  );
});

it('serial.blank: any text gets a verdict that keeps it as read', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (raw) => {
      expect(judgeSerial(raw, context()).serial_raw).toBe(raw);
    }),
  );
});

it('serial.duplicate: asks for each serial once, so that 10,000 cost 10,000 look-ups', () => {
  let asked = 0;
  const unitsBySerial = (): readonly [] => {
    asked += 1;
    return [];
  };
  const serials = Array.from({ length: 10_000 }, (_, index) => `SN${index}`);
  const verdicts = judgeSerials(serials, context({ unitsBySerial }));
  expect([verdicts.length, verdicts.every(({ failures }) => failures.length === 0), asked]).toEqual([
    10_000,
    true,
    10_000,
  ]);
});
