import { columnsOf } from './columns.ts';
import type { AnyRow, Entity } from './entities.ts';

/**
 * Names the version of a row by what it says: the same text as long as no column changed, whoever read it and from which store. Whoever
 * edits a row sends back the revision that was on the screen; if the row has another one by now, somebody changed it meanwhile.
 */
export function revisionOf(entity: Entity, row: AnyRow): string {
  return mix(JSON.stringify(columnsOf(entity).map(({ name }) => row[name] ?? null)));
}

/** The revision of a record that is edited together with rows that belong to it, in whatever order they were read. */
export function revisionWith(own: string, parts: readonly string[]): string {
  return mix([own, ...parts.toSorted()].join());
}

/**
 * 53 bits of a text (cyrb53): two versions of one row share them by chance once in 9e15. They guard against mistakes, not against forgers,
 * who could read the present revision anyway.
 */
function mix(text: string): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 2_654_435_761);
    b = Math.imul(b ^ code, 1_597_334_677);
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  return (4_294_967_296 * (2_097_151 & b) + (a >>> 0)).toString(36);
}
