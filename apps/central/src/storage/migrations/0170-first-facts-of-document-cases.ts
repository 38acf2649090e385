import type { Migration } from './ddl.ts';

/** The event that a document's case names as its first fact. Rows from before have none. */
export const firstFactsOfDocumentCases: Migration = {
  name: '0170-first-facts-of-document-cases',
  statements: [
    `alter table "order" add column cancelled_event_id uuid`,
    `alter table po_line add column received_event_id uuid`,
    `alter table rma_line add column received_event_id uuid`,
    `alter table package add column opened_event_id uuid`,
  ],
};
