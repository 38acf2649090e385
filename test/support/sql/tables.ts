import { MIGRATIONS } from '@serialbridge/central/storage/migrations';

/** Every table that the migrations make, in their order. */
export function migratedTables(
  statements: readonly string[] = MIGRATIONS.flatMap((step) => step.statements),
): string[] {
  return statements.flatMap((text) => {
    const made = /^\s*create table (?:if not exists )?"?(\w+)"?/iu.exec(text)?.[1];
    return made === undefined ? [] : [made];
  });
}
