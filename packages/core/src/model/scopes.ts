import { ENTITIES, type Entity } from './entities.ts';

/** Whose cache holds the rows of an entity (declare-entity.ts). */
export type ScopeRule = 'everybody' | 'own' | { readonly of: Entity; readonly by: string };

export function scopeRuleOf(entity: Entity): ScopeRule {
  return ENTITIES[entity].scope;
}

/** What a station's cache holds, as its scope id: the whole tenant, or one warehouse. */
export const TENANT_SCOPE = 'tenant';
const WAREHOUSE = 'warehouse:';

export function warehouseScope(warehouse_id: string): string {
  return `${WAREHOUSE}${warehouse_id}`;
}

/** The warehouse of a scope id; null: the whole tenant. */
export function warehouseOfScope(scope: string): string | null {
  return scope.startsWith(WAREHOUSE) ? scope.slice(WAREHOUSE.length) : null;
}
