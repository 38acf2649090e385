import type { Fault } from '@serialbridge/protocol';
import { fault } from '../refusal.ts';

/** True for a text that every database can hold and compare: PostgreSQL takes no U+0000, and none takes half a sign. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** A fault for every text in a call that no database can hold. Who fills in a form never types one. */
export function unstorable(value: unknown, where: string): Fault[] {
  if (typeof value === 'string')
    return isStorable(value)
      ? []
      : [fault('request.invalid', 'has a sign that cannot be kept (U+0000 or half a sign)', where)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => {
    const at = where === '' ? name : `${where}.${name}`;
    return isStorable(name)
      ? unstorable(part, at)
      : [fault('request.invalid', 'has a name that cannot be kept', where)];
  });
}
