import { hasCheckDigit } from '../gs1/check-digit.ts';
import type { Gs1Message } from '../gs1/gs1-message.ts';
import { readGs1 } from '../gs1/read-gs1.ts';
import { shownCode, type CodeFacts, type OtherCode, type ReadFacts, type Said } from './other-code.ts';

/** Dates do not depend on it but for their century, which no sentence here says. */
const SOME_YEAR = { year: 2026 };

/** A text that was typed has nobody who read GS1 in it yet. What says by its AIM id that it is something else is not read. */
export function labelOf({ text, gs1, aim_id }: CodeFacts): Gs1Message | null {
  if (gs1 !== null || aim_id !== null) return gs1;
  return /^[(0]/u.test(text) && text.length <= 400 ? readGs1({ text, aim_id }, SOME_YEAR) : null;
}

interface Label {
  readonly elements: ReadonlyMap<string, string>;
  /** AIM id, FNC1 or brackets with a key. */
  readonly sure: boolean;
}

/** A GS1 label without fault that names neither a product nor a serial. A lone key of GS1 without AIM id is any sixteen digits. */
function namelessLabel({ text, label: gs1 }: ReadFacts): Label | null {
  if (gs1 === null || gs1.errors.length > 0 || gs1.gtin !== undefined || gs1.serial !== undefined) return null;
  if (gs1.source !== 'element-string' || gs1.elements.length === 0) return null;
  const sure = gs1.evidence !== 'shape';
  if (!sure && gs1.elements.length === 1 && !text.startsWith('(') && gs1.sscc === undefined) return null;
  return { elements: new Map(gs1.elements.map(({ ai, value }) => [ai, value])), sure };
}

/** A label that has one of these AIs: what the first of them says. */
function labelCode(
  id: OtherCode['id'],
  when: string,
  isAi: RegExp,
  shape?: (text: string) => string | null,
): OtherCode {
  return {
    id,
    says: (facts): Said | null => {
      const label = namelessLabel(facts);
      const ai = label === null ? undefined : [...label.elements.keys()].find((one) => isAi.test(one));
      if (label !== null && ai !== undefined) {
        return {
          sure: label.sure,
          params: { text: shownCode(facts.text), value: shownCode(label.elements.get(ai) ?? '') },
        };
      }
      const value = shape === undefined || facts.aim_id !== null ? null : shape(facts.text);
      return value === null ? null : { sure: false, params: { text: shownCode(facts.text), value: shownCode(value) } };
    },
    when,
  };
}

const DATE = '(?:[2-4]\\d)(?:0[1-9]|1[0-2])(?:0[0-9]|[12]\\d|3[01])';
/** Best-before or expiry and then a lot with a letter, or two dates and a lot: ten digits in a row that no numbering has by chance. */
const DATED_LOT = new RegExp(
  `^1[1-7]${DATE}(?:1[1-7]${DATE}10([!-~]{1,20})|10(?=[!-~]{0,19}[A-Za-z])([!-~]{1,20}))$`,
  'u',
);

function datedLot(text: string): string | null {
  const found = DATED_LOT.exec(text);
  return found === null ? null : (found[1] ?? found[2] ?? null);
}

const sscc = (text: string): string | null => {
  const value = /^00(\d{18})$/u.exec(text)?.[1];
  return value !== undefined && hasCheckDigit(value) ? value : null;
};

/** A label whose GTIN is no product's: routing reads those that are, and refuses sure ones; this is one whose shape alone says it. */
const UNKNOWN_LABEL: OtherCode = {
  id: 'code.product-label',
  says: ({ text, label: gs1 }) => {
    if (gs1?.gtin === undefined || gs1.errors.length > 0) return null;
    if (gs1.evidence === 'shape' && gs1.elements.length < 2) return null;
    return { sure: gs1.evidence !== 'shape', params: { text: shownCode(text), value: gs1.gtin } };
  },
  when: 'a whole label: a GTIN with lot, dates or serial behind it, where one number is wanted or no product has the GTIN',
};

/** What a GS1 label says that names no unit. The first that fits names a label that says several. */
export const GS1_CODES: readonly OtherCode[] = [
  labelCode(
    'code.pallet',
    'a pallet or parcel number: SSCC (AI 00), with AIM id or FNC1, or 00 and eighteen digits with their check digit',
    /^00$/u,
    sscc,
  ),
  labelCode('code.content', 'what a carton or pallet holds (AI 02), its count with it or not', /^02$/u),
  labelCode('code.lot', 'a lot (AI 10) and nothing that names a unit; without AIM id behind a date', /^10$/u, datedLot),
  labelCode(
    'code.label-date',
    'a date of the goods (AI 11 to 17, 7003 …) and nothing that names a unit',
    /^(?:1[1-7]|700[367])$/u,
  ),
  labelCode(
    'code.label-count',
    'a count or a measure (AI 30, 37, 31 to 36) and nothing that names a unit',
    /^(?:30|37|3[1-6]\d\d?)$/u,
  ),
  labelCode('code.delivery', 'where a parcel goes or which order it is of (AI 400 to 4330)', /^4\d{2,3}$/u),
  UNKNOWN_LABEL,
  labelCode(
    'code.gs1-other',
    'any other GS1 label that names neither product nor serial (AI 240, 91 to 99, 8000s …)',
    /^\d{2,4}$/u,
  ),
];
