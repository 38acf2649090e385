import { GS } from '@serialbridge/core/gs1';
import type { WrittenElement } from './valid-elements.ts';

export interface Difference {
  readonly id: string;
  /** Why the string is right as ours reads it. */
  readonly why: string;
}

interface Case extends Difference {
  readonly holds: (text: string, element: WrittenElement | undefined, fault: string | null) => boolean;
}

const CASES: readonly Case[] = [
  {
    id: 'fnc1-in-front',
    why: 'todo',
    holds: (text, _element, fault) => text.startsWith(GS) && fault !== null,
  },
];

export const DIFFERENCES: readonly Difference[] = CASES;

export function differenceOf(
  text: string,
  written: readonly WrittenElement[],
  read: readonly WrittenElement[],
  fault: string | null,
): Difference | null {
  const first = written.find((element, index) => JSON.stringify(read[index]) !== JSON.stringify(element));
  return CASES.find((difference) => difference.holds(text, first, fault)) ?? null;
}
