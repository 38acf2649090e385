import { keyOf, type AnyRow, type Entity } from '@serialbridge/core/model';
import { comparable, type DigestOf } from './digest-rows.ts';
import { rowText } from './row-text.ts';

/** As a change of the feed: the whole row, or null for one that must go. */
interface RangeChange {
  readonly entity: Entity;
  readonly key: string;
  readonly row: AnyRow | null;
}

/** What turns a range of a copy (`own`) into central's (`theirs`): rows that differ or are missing, and those that central does not have. */
export function rangeChanges(
  of: Pick<DigestOf, 'entity' | 'columns' | 'changed'>,
  own: readonly AnyRow[],
  theirs: readonly AnyRow[],
): readonly RangeChange[] {
  const { entity, columns } = of;
  const left = new Map(comparable(of, own).map((row) => [keyOf(entity, row), rowText(columns, row)]));
  const changes: RangeChange[] = [];
  for (const row of comparable(of, theirs)) {
    const key = keyOf(entity, row);
    if (left.get(key) !== rowText(columns, row)) changes.push({ entity, key, row });
    left.delete(key);
  }
  for (const key of left.keys()) changes.push({ entity, key, row: null });
  return changes;
}
