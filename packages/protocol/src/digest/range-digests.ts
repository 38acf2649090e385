import type { AnyRow } from '@serialbridge/core/model';
import { comparable, digester, keyValues, type DigestOf, type RowsDigest } from './digest-rows.ts';

/** Rows of a range: a mismatch costs one of them, about 2 MB of units. */
export const RANGE_ROWS = 4_000;

/** Rows after the range before, up to and with the key `upto`; null: to the end. */
export interface RangeDigest extends RowsDigest {
  readonly upto: readonly string[] | null;
}

export interface RangeDigester {
  /** The next rows in key order. */
  add(rows: readonly AnyRow[]): void;
  /** All ranges: without a gap from the first key that could be to the last. */
  end(): readonly RangeDigest[];
}

/** Cuts an entity's rows, given in key order, into ranges with a digest each. */
export function rangeDigester(of: DigestOf, size: number = RANGE_ROWS): RangeDigester {
  const ranges: RangeDigest[] = [];
  const digest = digester({ ...of, changed: new Set() });
  let room = size;
  return {
    add: (rows) => {
      let rest = comparable(of, rows);
      while (rest.length > 0) {
        const part = rest.slice(0, room);
        rest = rest.slice(room);
        digest.add(part);
        room -= part.length;
        const last = part.at(-1);
        if (room > 0 || last === undefined) continue;
        ranges.push({ upto: keyValues(of.entity, last), ...digest.take() });
        room = size;
      }
    },
    // The last one is there also without rows: what the other side has behind the last cut is found by it.
    end: () => [...ranges, { upto: null, ...digest.take() }],
  };
}
