import type { Exception } from './rules.ts';

/** Statements that may ask across tenants, each with its reason; they read, and nothing that must be right for one tenant hangs on them. */
export const ACROSS_TENANTS: readonly Exception[] = [
  {
    matches: /^select \* from "pairing_code" where "code_hash" = (?:\?|\$1)$/u,
    reason: 'pairing: the code is all that a new computer has; once a pairing, and what follows is of the tenant found',
  },
  { matches: /^select "tenant_id", "version" from "tenant_head"$/u, reason: 'metrics' },
  {
    matches:
      /^select "tenant_id", count\(\*\) as "open_count" from "case" where "state" = (?:\?|\$1) group by "tenant_id"$/u,
    reason: 'metrics',
  },
  {
    matches: /^update \w+ set (?<column>\w+) = 1000000000 where \k<column> > 1000000000$/u,
    reason: 'a migration: counts that had grown beyond what can be read, of every tenant',
  },
  { matches: /^select "tenant_id", "station_id", "backlog" from "station_contact"$/u, reason: 'metrics' },
  {
    matches: /^select (?:tenant_id, epoch, version, hash|count\(\*\)) from tenant_head/iu,
    reason: 'a backup of the SQLite file holds all its tenants; what it holds of each is noted',
  },
];
