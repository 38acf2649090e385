import type { UnitRow } from '../model/unit-rows.ts';
import { withDashes } from './serial-key.ts';
import { otherSpellings } from './spellings.ts';
import { bestUnit } from './subject.ts';
import type { SerialContext } from './verdict.ts';

/** A candidate as it is judged: under the spelling by which its unit, or what was announced, is known. */
export interface KnownSpelling {
  readonly raw: string;
  readonly norm: string;
  /** Every unit of the tenant under that spelling; of another product also under another one. */
  readonly units: readonly UnitRow[];
  /** What was read, if it is known otherwise. */
  readonly read: string | null;
}

/** Nothing in it that folding could change. */
const PLAIN = /^[!-~]*$/u;

const isOf =
  (product_id: string) =>
  (unit: UnitRow): boolean =>
    unit.product_id === product_id;

/** Units under this serial; where there is none, those that are known by another spelling of it. */
export function unitsOfSpelling(unitsBySerial: SerialContext['unitsBySerial'], norm: string): readonly UnitRow[] {
  const units = unitsBySerial(norm);
  return units.length > 0 ? units : otherSpellings(norm).flatMap((spelling) => [...unitsBySerial(spelling)]);
}

/**
 * Which spelling is meant. The one that was read wins wherever it is known: as a unit, as announced, on the document or earlier in the list.
 * Only the few texts that can be spelled otherwise ask further.
 */
export function knownSpelling(
  raw: string,
  norm: string,
  context: SerialContext,
  isEarlier: (norm: string) => boolean,
): KnownSpelling {
  const { product, expected_serials, document_serials } = context;
  const units = norm === '' ? [] : context.unitsBySerial(norm);
  const asRead: KnownSpelling = { raw, norm, units, read: null };
  const isMet = (spelling: string): boolean =>
    expected_serials?.has(spelling) === true || document_serials.has(spelling) || isEarlier(spelling);
  if (units.some(isOf(product.product_id)) || isMet(norm)) return asRead;
  const spellings = otherSpellings(norm);
  const dashed = PLAIN.test(raw) ? norm : withDashes(raw);
  if (dashed !== norm) {
    const before = context.unitsBySerial(dashed);
    // It is the very text of its label, so there is nothing to say of it.
    if (before.some(isOf(product.product_id))) return { raw, norm: dashed, units: before, read: null };
  }
  if (spellings.length === 0) return asRead;
  const others = spellings.flatMap((spelling) => [...context.unitsBySerial(spelling)]);
  const own = bestUnit(others.filter(isOf(product.product_id)), context);
  const met = own?.serial_norm ?? spellings.find(isMet);
  // Another product's unit under another spelling is that unit, too: the rules say so.
  if (met === undefined) return others.length === 0 ? asRead : { ...asRead, units: [...units, ...others] };
  return {
    raw: own?.serial_raw ?? met,
    norm: met,
    units: own === null ? context.unitsBySerial(met) : others.filter(({ serial_norm }) => serial_norm === met),
    read: raw,
  };
}
