import { aiFormat, formatElementString, GS, parseElementString } from '@serialbridge/core/gs1';
import { parseBarcode } from 'gs1-barcode-parser-mod';
import type { WrittenElement } from './valid-elements.ts';

interface OtherElement extends WrittenElement {
  /** What it takes the data for: a number for measures and amounts, `YYYY-MM-DD` for dates, text for the rest. */
  readonly meaning: string | number;
}

/** What the other parser makes of a text: its elements, or what it threw. */
function otherReading(text: string): {
  readonly elements: readonly OtherElement[];
  readonly fault: string | null;
} {
  try {
    const elements = parseBarcode(text).parsedCodeItems.map((item) => ({
      ai: item.ai,
      value: item.raw,
      meaning: item.data instanceof Date ? item.isoDate : item.data,
    }));
    return { elements, fault: null };
  } catch (error) {
    return { elements: [], fault: String(error) };
  }
}

interface Difference {
  readonly id: string;
  /** Why the element is right as ours reads it. */
  readonly why: string;
  readonly holds: (element: WrittenElement, fault: string | null) => boolean;
}

const NOT_IN_ITS_TABLE: ReadonlySet<string> = new Set('717 7041 8014 8040 8041 8042 8043 8111 8112'.split(' '));

/** How many digits an amount has behind its currency, if it names one. */
const amountLength = ({ ai, value }: WrittenElement): number => value.length - (/^39[13]/u.test(ai) ? 3 : 0);

/** Of one element. The first that holds is taken. */
export const DIFFERENCES: readonly Difference[] = [
  {
    id: 'not-in-its-table',
    why: 'These AIs are in the GS1 list of 2026; its table has none of them, and it gives the whole code up.',
    holds: ({ ai }, fault) => NOT_IN_ITS_TABLE.has(ai) && fault !== null,
  },
  {
    id: 'second-country',
    why: 'AI 425 holds one to five countries (N3 [N3] [N3] [N3] [N3]); it reads one and takes the next for an AI.',
    holds: ({ ai, value }) => ai === '425' && value.length > 3,
  },
  {
    id: 'second-date',
    why: 'AI 7007 holds a day or a first and last day (N6 [N6]); it reads one and takes the next for an AI.',
    holds: ({ ai, value }) => ai === '7007' && value.length === 12,
  },
  {
    id: 'short-amount',
    why: 'An amount with fewer digits than decimals has zeros behind the point (3905 with 9 is 0.00009); it says 0.9.',
    holds: (element, fault) =>
      fault === null && /^39[0-3]/u.test(element.ai) && amountLength(element) < (aiFormat(element.ai)?.decimals ?? 0),
  },
];

/** Of a whole string. */
export const FNC1_IN_FRONT = {
  id: 'fnc1-in-front',
  why: 'A scanner that sends FNC1 in first position as GS means nothing by it; it finds no AI and gives the code up.',
};

/** What the element means, worked out from its digits: the other parser's numbers and dates are compared with it. */
function meaningOf({ ai, value }: WrittenElement, year: number): string | number | null {
  const decimals = aiFormat(ai)?.decimals;
  if (decimals !== undefined) return Number(`${value.slice(value.length - amountLength({ ai, value }))}e-${decimals}`);
  if (ai === '17') return parseElementString(`${ai}${value}`, { year }).expiry ?? null;
  return null;
}

function readsAlike(
  written: readonly WrittenElement[],
  text: string,
  year: number,
): { same: boolean; fault: string | null } {
  const { elements, fault } = otherReading(text);
  const same =
    elements.length === written.length &&
    written.every((element, index) => {
      const other = elements[index];
      const meaning = meaningOf(element, year);
      return (
        other?.ai === element.ai && other.value === element.value && (meaning === null || other.meaning === meaning)
      );
    });
  return { same, fault };
}

/**
 * The differences of one valid element string: the other parser is asked about each element by itself, with another
 * one behind it. What is left without the elements that differ must read alike, else the string is unexplained.
 */
export function differencesOf(
  written: readonly WrittenElement[],
  front: boolean,
  year: number,
): { readonly ids: readonly string[]; readonly explained: boolean } {
  const ids: string[] = [];
  if (front && otherReading(`${GS}${formatElementString(written)}`).fault !== null) ids.push(FNC1_IN_FRONT.id);
  const rest: WrittenElement[] = [];
  let explained = true;
  for (const element of written) {
    const pair = [element, { ai: '99', value: 'Z' }];
    const { same, fault } = readsAlike(pair, formatElementString(pair), year);
    const difference = same ? undefined : DIFFERENCES.find((one) => one.holds(element, fault));
    if (same) rest.push(element);
    else if (difference === undefined) explained = false;
    else ids.push(difference.id);
  }
  const text = formatElementString(rest);
  return { ids, explained: explained && (rest.length === 0 || readsAlike(rest, text, year).same) };
}
