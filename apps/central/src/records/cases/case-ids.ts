import { z } from 'zod';

const Ids = z.array(z.string());

/** The ledger keeps an event's cases as a JSON array in text. */
export function caseIdsOf(text: string): string[] {
  return Ids.safeParse(JSON.parse(text)).data ?? [];
}
