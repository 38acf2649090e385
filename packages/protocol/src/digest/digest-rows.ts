import { ENTITIES, keyOf, type AnyRow, type Entity } from '@serialbridge/core/model';
import { rowText } from './row-text.ts';

/** SHA-256 of a text that comes in parts. */
export interface Hasher {
  update(text: string): unknown;
  hex(): string;
}

/** Count and SHA-256 (hex) of the texts of rows in key order, each ended by a line feed. */
export interface RowsDigest {
  readonly rows: number;
  readonly digest: string;
}

export interface DigestOf {
  readonly entity: Entity;
  /** What of a row is compared, in this order. */
  readonly columns: readonly string[];
  /** Keys that changed after the version compared: their rows count on neither side. */
  readonly changed: ReadonlySet<string>;
  readonly newHasher: () => Hasher;
}

export interface Digester {
  /** The next rows in key order. */
  add(rows: readonly AnyRow[]): void;
  /** Number and digest of what was added since the last call; begins anew. */
  take(): RowsDigest;
}

/** The rows that a comparison looks at. */
export function comparable(
  { entity, changed }: Pick<DigestOf, 'entity' | 'changed'>,
  rows: readonly AnyRow[],
): readonly AnyRow[] {
  return changed.size === 0 ? rows : rows.filter((row) => !changed.has(keyOf(entity, row)));
}

export function digester(of: DigestOf): Digester {
  let hasher = of.newHasher();
  let count = 0;
  return {
    add: (rows) => {
      const taken = comparable(of, rows);
      if (taken.length === 0) return;
      count += taken.length;
      hasher.update(taken.map((row) => `${rowText(of.columns, row)}\n`).join(''));
    },
    take: () => {
      const digest: RowsDigest = { rows: count, digest: hasher.hex() };
      hasher = of.newHasher();
      count = 0;
      return digest;
    },
  };
}

/** Values of the key columns in their order; every one is text. */
export function keyValues(entity: Entity, row: AnyRow): string[] {
  return ENTITIES[entity].key.map((name) => String(row[name]));
}
