import { ENTITY_NAMES } from '@serialbridge/core/model';
import { codecOf, quote } from '../tables/entity-columns.ts';

/**
 * TEMP views over ops.db (`main`) and cache.db (`cache`): overlay ∪ (cache − overlaid). Written so that SQLite flattens them and a condition on
 * an indexed column reaches the index of either table (live-views.sqlite.test.ts reads the plans).
 */
export const LIVE_VIEWS: string = ENTITY_NAMES.map((entity) => {
  const { columns, key } = codecOf(entity);
  const names = (alias: string): string => columns.map(({ name }) => `${alias}.${quote(name)}`).join(', ');
  const sameKey = key.map((name) => `overlaid.${quote(name)} = c.${quote(name)}`).join(' AND ');
  return `CREATE TEMP VIEW live_${entity} AS
    SELECT ${names('o')} FROM main.${quote(entity)} o WHERE o.overlay_deleted = 0
    UNION ALL
    SELECT ${names('c')} FROM cache.${quote(entity)} c
    WHERE NOT EXISTS (SELECT 1 FROM main.${quote(entity)} overlaid WHERE ${sameKey});`;
}).join('\n');
