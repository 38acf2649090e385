import { ENTITIES, scopeRuleOf, type Entity } from '@serialbridge/core/model';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What makes a row another warehouse's, as a condition on `table`, an alias of the entity. */
function elsewhere(entity: Entity, table: string, warehouse_id: string): string | null {
  const rule = scopeRuleOf(entity);
  if (rule === 'everybody') return null;
  if (rule === 'own') return `${table}.warehouse_id <> '${warehouse_id}'`;
  const parent = `${table}p`;
  const [key] = ENTITIES[rule.of].key;
  const there = elsewhere(rule.of, parent, warehouse_id);
  if (there === null) return null;
  return `exists (select 1 from "${rule.of}" ${parent} where ${parent}.tenant_id = ${table}.tenant_id and ${parent}."${key}" = ${table}."${rule.by}" and ${there})`;
}

/**
 * ` and …` for a query over `table` that leaves only the rows in a warehouse's scope; '' for the whole tenant. The same as the tags that the
 * feed carries (ledger/scope-tags.ts); the conformance suite compares them.
 * @throws TypeError if the warehouse is no id
 */
export function scopeCondition(entity: Entity, table: string, warehouse_id: string | null): string {
  if (warehouse_id === null) return '';
  if (!UUID.test(warehouse_id)) throw new TypeError(`${warehouse_id} is not a warehouse id`);
  const there = elsewhere(entity, table, warehouse_id);
  // Null is in no warehouse, and so in everybody's scope.
  return there === null ? '' : ` and (${there}) is not true`;
}
