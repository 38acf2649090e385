import type { LedgerView } from '@serialbridge/core/ledger';
import type { CaseRow, Entity, Row, UnitRow } from '@serialbridge/core/model';
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

  #list<E extends Entity>(entity: E, sql: string, params: readonly SqlValue[]): Row<E>[] {
    const codec = codecOf(entity);
    // The columns are the row schema's own, so the decoded row is a row of the entity.
    return this.#prepare(sql)
      .all(params)
      .map((raw) => codec.decode(raw) as Row<E>);
  }

  #by<E extends Entity>(entity: E, column: string, value: string, order: string): Row<E>[] {
    return this.#list(entity, `SELECT * FROM live_${entity} WHERE ${column} = ? ORDER BY ${order}`, [value]);
  }

  row<E extends Entity>(entity: E, key: string): Row<E> | undefined {
    const codec = codecOf(entity);
    let sql = this.#rowSql.get(entity);
    if (sql === undefined) {
      sql = `SELECT * FROM live_${entity} WHERE ${codec.key.map((name) => `${quote(name)} = ?`).join(' AND ')}`;
      this.#rowSql.set(entity, sql);
    }
    const raw = this.#prepare(sql).get(codec.splitKey(key));
    return raw === undefined ? undefined : (codec.decode(raw) as Row<E>);
  }

  unitsBySerial(serial_norm: string): readonly UnitRow[] {
    const units = this.#list('unit', 'SELECT * FROM live_unit WHERE serial_norm = ?', [serial_norm]);
    const former = this.#list(
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

  receiptLinesOf(receiving_session_id: string): readonly Row<'receipt_line'>[] {
    return this.#by('receipt_line', 'receiving_session_id', receiving_session_id, 'receipt_line_id');
  }
  receiptUnitsOf(receiving_session_id: string): readonly Row<'receipt_unit'>[] {
    return this.#by('receipt_unit', 'receiving_session_id', receiving_session_id, 'unit_id');
  }
  poLinesOf(purchase_order_id: string): readonly Row<'po_line'>[] {
    return this.#by('po_line', 'purchase_order_id', purchase_order_id, 'line_number');
  }
  rmaLinesOf(rma_id: string): readonly Row<'rma_line'>[] {
    return this.#by('rma_line', 'rma_id', rma_id, 'line_number');
  }
  orderLinesOf(order_id: string): readonly Row<'order_line'>[] {
    return this.#by('order_line', 'order_id', order_id, 'line_number');
  }
  packagesOf(order_id: string): readonly Row<'package'>[] {
    return this.#by('package', 'order_id', order_id, 'number, package_id');
  }
  packageUnitsOf(package_id: string): readonly Row<'package_unit'>[] {
    return this.#by('package_unit', 'package_id', package_id, 'package_unit_id');
  }
  /** Ids are UUIDv7, so their order is that of packing, up to the clocks of the stations. */
  packageUnitsOfUnit(unit_id: string): readonly Row<'package_unit'>[] {
    return this.#by('package_unit', 'unit_id', unit_id, 'package_unit_id');
  }
  expectedUnitsOf(po_line_id: string): readonly Row<'expected_unit'>[] {
    return this.#by('expected_unit', 'po_line_id', po_line_id, 'expected_unit_id');
  }
}
