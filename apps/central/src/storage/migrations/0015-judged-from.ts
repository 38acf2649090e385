import type { Migration } from './ddl.ts';

/** Since which version events are judged by the rights of whoever recorded them. What stands in a ledger already was taken without asking, and stays. */
export const judgedFrom: Migration = {
  name: '0015-judged-from',
  statements: [
    `alter table tenant_head add column judged_from bigint not null default 0`,
    `update tenant_head set judged_from = version + 1 where tenant_id = tenant_head.tenant_id`,
  ],
};
