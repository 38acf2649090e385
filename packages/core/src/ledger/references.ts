import type { EventBody, EventType } from '../events/registry.ts';
import type { DocumentKind } from '../model/document-rows.ts';
import { type Entity, keyOf } from '../model/entities.ts';
import { normaliseSerial } from '../serial/normalise-serial.ts';
import type { LedgerEvent } from './applied.ts';
import { NORM_LIMIT } from './fold.ts';
import { POLICY_VERSION_KEY } from './fold-central.ts';
import { MemoryView } from './memory-view.ts';
import { allDocumentCaseIds } from './open-case.ts';
import { ensureParsed } from './parse-event.ts';
import type { LedgerView } from './view.ts';

/**
 * What the fold of an event may read. Each list says what to load for an id of it:
 * - rows: that one row, nothing beside it;
 * - serial_norms: every unit that bears the serial now, and every unit_identifier row of kind former-serial with its unit;
 * - receiving_session_ids: the session, its receipt_line and receipt_unit rows;
 * - purchase_order_ids: the document, its po_line rows and their expected_unit rows; rma_ids: the rma and its rma_line rows;
 * - order_ids: the order, its order_line and package rows, and the package_unit rows of those packages;
 * - package_ids: the package and its package_unit rows;
 * - unit_ids: the unit, its open cases and every package_unit row of it;
 * - case_ids: the case;
 * - product_ids: the product and its stock rows in every warehouse.
 */
export interface References {
  readonly rows: readonly { readonly entity: Entity; readonly key: string }[];
  readonly serial_norms: readonly string[];
  readonly receiving_session_ids: readonly string[];
  readonly purchase_order_ids: readonly string[];
  readonly rma_ids: readonly string[];
  readonly order_ids: readonly string[];
  readonly package_ids: readonly string[];
  readonly unit_ids: readonly string[];
  readonly case_ids: readonly string[];
  readonly product_ids: readonly string[];
}

/** After so many loads (referencesOf, then furtherReferences each time over what is loaded by then) nothing further is asked for. */
export const REFERENCE_ROUNDS = 5;

/** Both forms that a serial may be compared by: whether its product folds case is not known before the product is loaded. */
export function serialNormsOf(serial_raw: string): string[] {
  const forms = [false, true].map((case_fold) => normaliseSerial(serial_raw, { case_fold }).slice(0, NORM_LIMIT));
  return [...new Set(forms)];
}

class Needs {
  readonly view: LedgerView;
  readonly rows: Map<string, { entity: Entity; key: string }> = new Map();
  readonly serial_norms: Set<string> = new Set();
  readonly receiving_session_ids: Set<string> = new Set();
  readonly purchase_order_ids: Set<string> = new Set();
  readonly rma_ids: Set<string> = new Set();
  readonly order_ids: Set<string> = new Set();
  readonly package_ids: Set<string> = new Set();
  readonly unit_ids: Set<string> = new Set();
  readonly case_ids: Set<string> = new Set();
  readonly product_ids: Set<string> = new Set();

  constructor(view: LedgerView) {
    this.view = view;
  }

  row(entity: Entity, key: string | null): void {
    if (key !== null) this.rows.set(`${entity}|${key}`, { entity, key });
  }

  /** A box as a case's first fact needs it: with its shipment and the station that packed it. */
  box(package_id: string | null): void {
    if (package_id === null) return;
    this.row('package', package_id);
    const pack = this.view.row('package', package_id);
    if (pack === undefined) return;
    this.row('shipment', pack.shipment_id);
    this.row('station', pack.station_id);
  }

  unit(unit_id: string | null): void {
    if (unit_id === null || this.unit_ids.has(unit_id)) return;
    this.unit_ids.add(unit_id);
    const unit = this.view.row('unit', unit_id);
    if (unit === undefined) return;
    this.product_ids.add(unit.product_id);
    this.box(unit.package_id);
    this.row('receiving_session', unit.receiving_session_id);
    for (const entry of this.view.packageUnitsOfUnit(unit_id)) this.box(entry.package_id);
  }

  serial(norm: string): void {
    if (this.serial_norms.has(norm)) return;
    this.serial_norms.add(norm);
    for (const unit of this.view.unitsBySerial(norm)) this.unit(unit.unit_id);
  }

  serialRaw(serial_raw: string | null): void {
    if (serial_raw !== null) for (const norm of serialNormsOf(serial_raw)) this.serial(norm);
  }

  document(kind: DocumentKind, document_id: string): void {
    if (kind === 'rma') this.rma_ids.add(document_id);
    else this.purchase_order_ids.add(document_id);
  }

  /** The kind of its document is not known before the session is loaded. */
  documentLine(line_id: string): void {
    this.row('po_line', line_id);
    this.row('rma_line', line_id);
  }

  session(session_id: string): void {
    this.receiving_session_ids.add(session_id);
    const session = this.view.row('receiving_session', session_id);
    if (session !== undefined) this.document(session.document_kind, session.document_id);
    for (const line of this.view.receiptLinesOf(session_id)) {
      this.product_ids.add(line.product_id);
      this.documentLine(line.line_id);
    }
    for (const unit of this.view.receiptUnitsOf(session_id)) {
      this.product_ids.add(unit.product_id);
      this.serial(unit.serial_norm);
      this.unit(unit.unit_id);
    }
  }

  /** `units`: what lies in its boxes as well. */
  order(order_id: string, units: boolean): void {
    this.order_ids.add(order_id);
    for (const case_id of allDocumentCaseIds(order_id)) this.case_ids.add(case_id);
    for (const pack of this.view.packagesOf(order_id)) {
      this.row('station', pack.station_id);
      if (units) this.contents(pack.package_id);
    }
  }

  contents(package_id: string): void {
    this.package_ids.add(package_id);
    this.box(package_id);
    for (const entry of this.view.packageUnitsOf(package_id)) {
      this.row('order_line', entry.order_line_id);
      this.product_ids.add(entry.product_id);
      this.unit(entry.unit_id);
    }
  }

  /** A package's order, once the package is known. */
  orderOf(package_id: string, units: boolean): void {
    const pack = this.view.row('package', package_id);
    if (pack !== undefined) this.order(pack.order_id, units);
  }

  /** A resolution may reopen every order that the case's units were packed for, and asks who holds their serials. */
  case(case_id: string): void {
    this.case_ids.add(case_id);
    const row = this.view.row('case', case_id);
    if (row === undefined) return;
    for (const fact of row.facts) this.row('station', fact.station_id);
    for (const unit_id of row.unit_ids) {
      this.unit(unit_id);
      const unit = this.view.row('unit', unit_id);
      if (unit !== undefined) this.serial(unit.serial_norm);
      for (const entry of this.view.packageUnitsOfUnit(unit_id)) this.order_ids.add(entry.order_id);
    }
  }

  references(): References {
    return {
      rows: [...this.rows.values()],
      serial_norms: [...this.serial_norms],
      receiving_session_ids: [...this.receiving_session_ids],
      purchase_order_ids: [...this.purchase_order_ids],
      rma_ids: [...this.rma_ids],
      order_ids: [...this.order_ids],
      package_ids: [...this.package_ids],
      unit_ids: [...this.unit_ids],
      case_ids: [...this.case_ids],
      product_ids: [...this.product_ids],
    };
  }
}

type Collector<T extends EventType> = (needs: Needs, body: EventBody<T>) => void;
const unitOnly = (needs: Needs, body: { unit_id: string }): void => needs.unit(body.unit_id);

const COLLECTORS: { readonly [T in EventType]: Collector<T> } = {
  'receiving-session-opened': (needs, body) => {
    needs.session(body.receiving_session_id);
    needs.document(body.document_kind, body.document_id);
  },
  'receipt-line-counted': (needs, body) => {
    needs.session(body.receiving_session_id);
    needs.documentLine(body.line_id);
    needs.product_ids.add(body.product_id);
    for (const unit of body.units) {
      needs.unit(unit.unit_id);
      needs.serialRaw(unit.serial_raw);
    }
  },
  'receipt-line-uncounted': (needs, body) => {
    needs.session(body.receiving_session_id);
    needs.product_ids.add(body.product_id);
    for (const unit_id of body.unit_ids) needs.unit(unit_id);
  },
  'receipt-saved': (needs, body) => {
    needs.session(body.receiving_session_id);
    needs.document(body.document_kind, body.document_id);
  },
  'receipt-discarded': (needs, body) => needs.session(body.receiving_session_id),
  'package-opened': (needs, body) => {
    needs.order(body.order_id, false);
    needs.package_ids.add(body.package_id);
  },
  'unit-packed': (needs, body) => {
    needs.order(body.order_id, false);
    needs.package_ids.add(body.package_id);
    needs.row('package_unit', body.package_unit_id);
    needs.row('order_line', body.order_line_id);
    needs.product_ids.add(body.product_id);
    needs.unit(body.unit_id);
    needs.serialRaw(body.serial_raw);
  },
  'unit-unpacked': (needs, body) => {
    needs.order(body.order_id, false);
    needs.row('package_unit', body.package_unit_id);
    const entry = needs.view.row('package_unit', body.package_unit_id);
    needs.unit(entry?.unit_id ?? body.unit_id);
    if (entry === undefined) return;
    needs.box(entry.package_id);
    needs.row('order_line', entry.order_line_id);
    needs.order(entry.order_id, false);
  },
  'package-weighed': (needs, body) => needs.row('package', body.package_id),
  'package-closed': (needs, body) => needs.row('package', body.package_id),
  'package-discarded': (needs, body) => {
    needs.contents(body.package_id);
    needs.order(body.order_id, false);
    needs.orderOf(body.package_id, false);
  },
  'order-shipped': (needs, body) => {
    needs.order(body.order_id, false);
    needs.row('shipment', body.shipment_id);
    for (const { package_id } of body.packages) {
      needs.contents(package_id);
      needs.orderOf(package_id, false);
    }
  },
  'order-confirmed': (needs, body) => needs.row('order', body.order_id),
  'unit-moved': (needs, body) => {
    unitOnly(needs, body);
    needs.row('bin', body.bin_id);
  },
  'unit-serial-corrected': (needs, body) => {
    unitOnly(needs, body);
    needs.serialRaw(body.serial_raw);
  },
  'unit-product-corrected': (needs, body) => {
    unitOnly(needs, body);
    needs.product_ids.add(body.product_id);
    const unit = needs.view.row('unit', body.unit_id);
    needs.serialRaw(unit?.serial_raw ?? null);
  },
  'unit-inspected': unitOnly,
  'unit-scrapped': unitOnly,
  'unit-missing': unitOnly,
  'unit-found': unitOnly,
  'unit-allocated': unitOnly,
  'unit-deallocated': unitOnly,
  'unit-transfer-sent': unitOnly,
  'unit-transfer-received': unitOnly,
  'unit-kitted': unitOnly,
  'unit-unkitted': unitOnly,
  'records-put': (needs, body) => {
    if (body.entity === 'policy_value') needs.row('policy_value', `tenant||${POLICY_VERSION_KEY}`);
    for (const row of body.rows) {
      const key = keyOf(body.entity, row);
      needs.row(body.entity, key);
      if (body.entity === 'order') needs.order(key, row['status'] === 'cancelled');
      if (body.entity === 'unit') {
        needs.unit(key);
        if (typeof row['serial_norm'] === 'string') needs.serial(row['serial_norm']);
      }
    }
  },
  'policy-changed': (needs, body) => {
    needs.row('policy_value', `tenant||${POLICY_VERSION_KEY}`);
    for (const change of body.changes) needs.row('policy_value', keyOf('policy_value', change));
  },
  'case-resolved': (needs, body) => needs.case(body.case_id),
};

/**
 * What an event needs beyond what `view` holds, told from the event and from what `view` holds: everything asked for before is asked for
 * again, so a loader skips what it has. References of a batch are the union over its events. An unreadable event needs nothing.
 */
export function furtherReferences(event: LedgerEvent, view: LedgerView): References {
  const needs = new Needs(view);
  needs.row('station', event.station_id);
  const parsed = ensureParsed(event);
  if ('event' in parsed) {
    const collect = COLLECTORS[event.type] as (needs: Needs, body: unknown) => void;
    collect(needs, parsed.event.body);
  }
  return needs.references();
}

const EMPTY: LedgerView = new MemoryView();

/** The first round: what the event itself names. */
export function referencesOf(event: LedgerEvent): References {
  return furtherReferences(event, EMPTY);
}
