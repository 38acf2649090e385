import type { LedgerView } from '@serialbridge/core/ledger';
import {
  listsOf,
  splitKey,
  type CaseRow,
  type Entity,
  type ListColumn,
  type Listed,
  type Row,
  type UnitRow,
} from '@serialbridge/core/model';
import { keepStatements, type Sqlite, type SqlValue } from '../sqlite.ts';
import { codecOf, quote } from '../tables/entity-columns.ts';

/**
 * The present as a station knows it: point lookups over overlay and cache, each statement prepared once. A scan's verdict asks a handful of
 * these at some 10 µs each, so nothing here may ever scan a table.
 */
export class StationView implements LedgerView {
  readonly #prepare: ReturnType<typeof keepStatements>;
  readonly #rowSql: Map<Entity, string> = new Map();

  constructor(db: Sqlite) {
    this.#prepare = keepStatements(db);
  }

  #query<E extends Entity>(entity: E, sql: string, params: readonly SqlValue[]): Row<E>[] {
    const codec = codecOf(entity);
    // The columns are the row schema's own, so the decoded row is a row of the entity.
    return this.#prepare(sql)
      .all(params)
      .map((raw) => codec.decode(raw) as Row<E>);
  }

  row<E extends Entity>(entity: E, key: string): Row<E> | undefined {
    const codec = codecOf(entity);
    let sql = this.#rowSql.get(entity);
    if (sql === undefined) {
      sql = `SELECT * FROM live_${entity} WHERE ${codec.key.map((name) => `${quote(name)} = ?`).join(' AND ')}`;
      this.#rowSql.set(entity, sql);
    }
    const raw = this.#prepare(sql).get(splitKey(entity, key));
    return raw === undefined ? undefined : (codec.decode(raw) as Row<E>);
  }

  unitsBySerial(serial_norm: string): readonly UnitRow[] {
    const units = this.#query('unit', 'SELECT * FROM live_unit WHERE serial_norm = ?', [serial_norm]);
    const former = this.#query(
      'unit_identifier',
      `SELECT * FROM live_unit_identifier WHERE value_norm = ? AND kind = 'former-serial'`,
      [serial_norm],
    );
    for (const { unit_id } of former) {
      if (units.some((unit) => unit.unit_id === unit_id)) continue;
      const unit = this.row('unit', unit_id);
      if (unit !== undefined) units.push(unit);
    }
    return units;
  }

  openCasesOfUnit(unit_id: string): readonly CaseRow[] {
    const found = this.#prepare(
      'SELECT case_id FROM main.case_unit WHERE unit_id = ? UNION SELECT case_id FROM cache.case_unit WHERE unit_id = ?',
    ).all([unit_id, unit_id]);
    return found
      .map(({ case_id }) => this.row('case', String(case_id)))
      .filter((row): row is CaseRow => row !== undefined && row.state === 'open' && row.unit_ids.includes(unit_id));
  }

  /** Ids are UUIDv7, so the order of the key is that of making, up to the clocks of the stations. */
  list<E extends Listed>(entity: E, column: ListColumn<E>, value: string): readonly Row<E>[] {
    const order = [...(listsOf(entity)[column] ?? []), ...codecOf(entity).key].join(', ');
    return this.#query(entity, `SELECT * FROM live_${entity} WHERE ${column} = ? ORDER BY ${order}`, [value]);
  }
}
