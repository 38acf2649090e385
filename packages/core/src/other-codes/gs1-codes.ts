import { hasCheckDigit } from '../gs1/check-digit.ts';
import { shownCode, type CodeFacts, type OtherCode, type Said } from './other-code.ts';

/** A GS1 label without product and serial that says this of itself. */
function labelSays({ text, gs1 }: CodeFacts, value: string | undefined): Said | null {
  if (gs1 === null || value === undefined || gs1.gtin !== undefined || gs1.serial !== undefined) return null;
  return { sure: gs1.evidence !== 'shape', params: { text: shownCode(text), value } };
}

/** What a GS1 label says that names no unit. */
export const GS1_CODES: readonly OtherCode[] = [
  {
    id: 'code.pallet',
    says: (facts) => {
      const label = labelSays(facts, facts.gs1?.sscc);
      if (label !== null || facts.aim_id !== null) return label;
      const sscc = /^00(\d{18})$/u.exec(facts.text)?.[1];
      return sscc === undefined || !hasCheckDigit(sscc)
        ? null
        : { sure: false, params: { text: facts.text, value: sscc } };
    },
    when: 'a pallet or parcel number: SSCC (AI 00), with AIM id or FNC1, or 00 and eighteen digits with their check digit',
  },
  {
    id: 'code.lot',
    says: (facts) => labelSays(facts, facts.gs1?.lot),
    when: 'a lot (AI 10) and nothing that names a unit',
  },
];
