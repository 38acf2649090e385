/** A rule that a statement breaks, and what of it. */
export interface Breach {
  readonly rule: string;
  readonly text: string;
}

export interface Exception {
  /** All of the statement, or a part that no other statement has. */
  readonly matches: RegExp;
  readonly reason: string;
}

/** What ties correctness to one server, or is not there on another one that speaks the same protocol. */
const FORBIDDEN: readonly (readonly [rule: string, word: RegExp])[] = [
  [
    'sql.no-sequence',
    /\b(?:nextval|currval|setval|smallserial|serial|bigserial|autoincrement)\b|\bcreate sequence\b|generated (?:always|by default) as identity/iu,
  ],
  ['sql.no-advisory-lock', /\bpg_(?:try_)?advisory/iu],
  ['sql.no-notify', /^\s*(?:listen|notify|unlisten)\b|\bpg_notify\b/iu],
  ['sql.no-system-column', /\b(?:xmin|xmax|cmin|cmax|ctid)\b/iu],
  ['sql.no-deferrable', /\bdeferrable\b|\bset constraints\b/iu],
  ['sql.no-trigger', /\bcreate (?:or replace )?(?:constraint )?trigger\b/iu],
  [
    'sql.audit-kept',
    /^\s*(?:update|delete from|truncate(?: table)?|drop table)\s+"?audit_entry\b|\baudit_entry\b.*\bdo update\b/iu,
  ],
  ['sql.no-foreign-key', /\bforeign key\b|\breferences\b/iu],
];

/** Comments and texts in quotes say nothing of what a statement does. */
const bare = (text: string): string =>
  text
    .replaceAll(/\/\*[\s\S]*?\*\//gu, ' ')
    .replaceAll(/'(?:[^']|'')*'/gu, "''")
    .replaceAll(/\s+/gu, ' ')
    .trim();

function forbiddenIn(text: string): Breach[] {
  const said = bare(text);
  return FORBIDDEN.filter(([, word]) => word.test(said)).map(([rule]) => ({ rule, text: said }));
}

const firstOf = (columns: string): string => columns.split(',')[0]?.replaceAll('"', '').trim() ?? '';

/** A primary key or unique index that does not begin with tenant_id: a distributed database could not keep it. `migration` is no tenant's. */
function keysOf(text: string): Breach[] {
  const said = bare(text);
  if (/^create table (?:if not exists )?"?migration"? /iu.test(said)) return [];
  const keys = [...said.matchAll(/\b(?:primary key|unique)\s*\(([^)]*)\)/giu)].map((found) => found[1] ?? '');
  const index = /^create unique index\b.*?\bon\s+"?\w+"?\s*\(([^)]*)\)/iu.exec(said)?.[1];
  const inline = /\b(\w+)"?\s+\w+(?: not null)? primary key\b/iu.exec(said)?.[1];
  const leads = [...keys, ...(index === undefined ? [] : [index]), ...(inline === undefined ? [] : [inline])].map(
    firstOf,
  );
  return leads.filter((lead) => lead !== 'tenant_id').map(() => ({ rule: 'sql.tenant-leads', text: said }));
}

const TABLE = /\b(?:from|join|into|update)\s+(?:only\s+)?"?(\w+)"?/giu;

/** A statement that reads or writes a tenant's table without saying of which tenant: as often as it names such tables. */
function tenantIn(text: string, tables: ReadonlySet<string>): Breach[] {
  const said = bare(text);
  if (!/^(?:select|insert|update|delete|with|copy)\b/iu.test(said)) return [];
  const named = [...said.matchAll(TABLE)].filter((found) => tables.has(found[1] ?? '')).length;
  if (named === 0) return [];
  const inserts = [...said.matchAll(/\binto\s+"?\w+"?\s*\(\s*"?tenant_id"?\s*,/giu)].length;
  const equals = [...said.matchAll(/"?tenant_id"?\s*(?:=|in\b)/giu)].length;
  return inserts + equals >= named ? [] : [{ rule: 'sql.tenant', text: said }];
}

function skipLockedIn(text: string): Breach[] {
  const said = bare(text);
  return /\bskip locked\b/iu.test(said) && !/"?tenant_id"?\s*=/iu.test(said)
    ? [{ rule: 'sql.skip-locked', text: said }]
    : [];
}

/** Everything that one statement may break; `exceptions` are for the tenant rule alone. */
export function breachesOf(text: string, tables: ReadonlySet<string>, exceptions: readonly Exception[] = []): Breach[] {
  const excused = exceptions.some(({ matches }) => matches.test(bare(text)));
  return [...forbiddenIn(text), ...keysOf(text), ...(excused ? [] : tenantIn(text, tables)), ...skipLockedIn(text)];
}

export interface Transaction {
  readonly values: ReadonlySet<string>;
}

/** Transactions that name more than one of the tenants. */
export function acrossTenants(transactions: readonly Transaction[], tenants: ReadonlySet<string>): string[][] {
  return transactions
    .map(({ values }) => [...values].filter((value) => tenants.has(value)))
    .filter((named) => named.length > 1);
}
