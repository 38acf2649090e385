import { z } from 'zod';
import { PolicyLevel } from '../model/catalog-rows.ts';
import { Id, Note, ShortText } from '../model/scalars.ts';
import { ANYWHERE, type EventDeclarations } from './declare-event.ts';

/** Records, options and decisions. */
export const CENTRAL_EVENTS = {
  /**
   * Central's own facts (imports, edits, pairings): whole rows of one entity as they are from now on. Each row is parsed with its entity's
   * schema before it is applied. An import of many rows is many of these under one import_id, at most 128 KiB each. A put of expected_unit
   * rows announces units; a put of unit rows states them as they are.
   */
  'records-put': {
    v: 1,
    body: z.object({
      import_id: Id.nullable(),
      /** A text, so that an entity of a newer version can be read and held until this software knows it. */
      entity: ShortText,
      rows: z.array(z.record(z.string(), z.json())).max(500),
      /**
       * One for each row: the revision (model/revision.ts) of the row that it was made from, null for a new record. A row that has another
       * revision when the event is applied changed meanwhile, and the event is refused. Absent: rows from where nobody else writes (seeds).
       */
      made_from: z.array(ShortText.nullable()).max(500).exactOptional(),
    }),
    sources: ['central'],
    right: null,
    physical: false,
    approvals: {},
    names: {},
    transitions: ['announced'],
  },
  /** Values of the policy changed; null takes a value back, so that the next level's value applies. Raises the policy version by one. */
  'policy-changed': {
    v: 1,
    body: z.object({
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
    }),
    sources: ANYWHERE,
    // The right that each option asks for stands with the option (policy/).
    right: null,
    physical: false,
    approvals: {},
    names: { changes: 'own-options' },
    transitions: [],
  },
  /**
   * A person decided which of the facts in a case is true. `chosen_event_id` null: none of them alone.
   * Where each unit of the case stands afterwards follows from the chosen fact (ledger/folds/case-resolved.ts).
   */
  'case-resolved': {
    v: 1,
    body: z.object({ case_id: Id, chosen_event_id: Id.nullable(), note: Note }),
    sources: ANYWHERE,
    right: 'cases.resolve',
    physical: false,
    approvals: {},
    names: { case_id: 'station-case' },
    transitions: [],
  },
} as const satisfies EventDeclarations;
