import { z } from 'zod';
import { EntityName } from '../model/entities.ts';
import { PolicyLevel } from '../model/catalog-rows.ts';
import { Id, Note, ShortText } from '../model/scalars.ts';

/**
 * Central's own facts (imports, edits, pairings): whole rows of one entity as they are from now on. Each row is parsed with its
 * entity's schema before it is applied. An import of many rows is many of these under one import_id, at most 128 KiB each.
 */
export const RecordsPut = z.object({
  import_id: Id.nullable(),
  entity: EntityName,
  rows: z.array(z.record(z.string(), z.json())).max(500),
});

/** Values of the policy changed; null takes a value back, so that the next level's value applies. Raises the policy version by one. */
export const PolicyChanged = z.object({
  changes: z
    .array(
      z.object({
        level: PolicyLevel,
        level_id: z.union([z.literal(''), Id]),
        key: ShortText,
        value: z.json().nullable(),
      }),
    )
    .min(1),
});

/**
 * A person decided which of the facts in a case is true. `chosen_event_id` null: none of them alone.
 * Where each unit of the case stands afterwards follows from the chosen fact (ledger/fold-case.ts).
 */
export const CaseResolved = z.object({
  case_id: Id,
  chosen_event_id: Id.nullable(),
  note: Note,
});
