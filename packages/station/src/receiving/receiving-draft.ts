import {
  codesOfProducts,
  onHandOf,
  serialsOfOtherSessions,
  serialsOfSession,
  unitsShippedWith,
} from '@serialbridge/cache/queries';
import { touches, touchesRow, type ChangedKeys } from '@serialbridge/cache';
import type { EventDraft } from '@serialbridge/core/events';
import type { EffectivePolicy } from '@serialbridge/core/policy';
import {
  USE_OF_DOCUMENT,
  type ReceivingFacts,
  type ReceivingLineFacts,
  type ReceivingSession,
} from '@serialbridge/core/receiving';
import {
  fitsPattern,
  judgeSerials,
  normaliseCode,
  normaliseSerial,
  otherSpellings,
  serialNeed,
  type SerialContext,
} from '@serialbridge/core/serial';
import type { HostContext } from '../contract/host-context.ts';
import { judgingContext, SerialBook } from '../work/judging.ts';
import type { WorkDraft } from '../work/work.ts';
import { loadDocument, type DocumentLine, type OpenDocument } from './load-document.ts';

interface CountedSerial {
  readonly line_id: string;
  readonly serial_norm: string;
}

/**
 * The open document with its counts: a second projection of the events, beside the fold's rows. The fold is the truth, and reading its rows anew
 * after every scan would be enough, but a document of ten thousand serials would then be read ten thousand times. So they are read once, when
 * the document is opened, and from then on every recorded event is counted on here too (`apply`); the ten-thousandth serial costs no more than the
 * first. The price is that what an event does is written twice. `draft-is-the-fold.sqlite.test.ts` holds this one to the other: whoever adds an
 * event that changes a receipt, or changes what one does, sees it fail until `apply` follows. Nothing here is kept: a restart reads it anew.
 */
export class ReceivingDraft implements WorkDraft {
  readonly #context: HostContext;
  readonly subject_id: string;
  #opened_at: number;
  #document: OpenDocument;
  #lines: Map<string, ReceivingLineFacts> = new Map();
  #byLine: ReadonlyMap<string, DocumentLine> = new Map();
  #codes: ReadonlyMap<string, string> = new Map();
  #onHand: ReadonlyMap<string, number> = new Map();
  #expected: Map<string, ReadonlySet<string> | null> = new Map();
  #sold: ReadonlySet<string> | null = null;
  readonly #units: Map<string, CountedSerial> = new Map();
  readonly #serials = new SerialBook();

  constructor(context: HostContext, session: ReceivingSession) {
    this.#context = context;
    this.subject_id = session.receiving_session_id;
    const row = context.ledger.view.row('receiving_session', session.receiving_session_id);
    this.#opened_at = row?.opened_at ?? context.clock.now();
    this.#document = loadDocument(context.ledger, session.document_kind, session.document_id);
    for (const serial of serialsOfOtherSessions(context.ledger.read, session.document_id, this.subject_id)) {
      this.#serials.know(serial, this.#document.number);
    }
    this.refresh();
    const counts = new Map<string, number>();
    for (const { unit_id, line_id, serial_norm } of serialsOfSession(context.ledger.read, this.subject_id)) {
      counts.set(line_id, (counts.get(line_id) ?? 0) + 1);
      this.#addSerial(unit_id, line_id, serial_norm);
    }
    const receipts = new Map(
      context.ledger.view
        .list('receipt_line', 'receiving_session_id', this.subject_id)
        .map((line) => [line.line_id, line] as const),
    );
    for (const [line_id, line] of this.#lines) {
      const receipt = receipts.get(line_id);
      this.#lines.set(line_id, {
        ...line,
        counted: receipt?.quantity ?? 0,
        serials: counts.get(line_id) ?? 0,
        receipt_line_id: receipt?.receipt_line_id ?? null,
      });
    }
  }

  get opened_at(): number {
    return this.#opened_at;
  }

  get document(): OpenDocument {
    return this.#document;
  }

  get lines(): ReadonlyMap<string, ReceivingLineFacts> {
    return this.#lines;
  }

  lineInfo(line_id: string): DocumentLine | undefined {
    return this.#byLine.get(line_id);
  }

  onHand(product_id: string): number | null {
    return this.#onHand.get(product_id) ?? null;
  }

  unit(unit_id: string): CountedSerial | undefined {
    return this.#units.get(unit_id);
  }

  knowsSerial(serial_norm: string): boolean {
    return this.#serials.where.has(serial_norm);
  }

  holdsUnit(unit_id: string): boolean {
    return this.#units.has(unit_id);
  }

  isTouchedBy(changed: ChangedKeys): boolean {
    const { view } = this.#context.ledger;
    const { document_id, order_id, lines } = this.#document;
    const products = new Set(lines.map(({ product }) => product.product_id));
    return (
      // A product that was not here yet brings its line; whatever else is rare is not looked at singly.
      touches(changed, 'product', 'product_code', 'vendor') ||
      touchesRow(changed, view, 'receiving_session', (row) => row.receiving_session_id === this.subject_id) ||
      touchesRow(changed, view, 'purchase_order', (row) => row.purchase_order_id === document_id) ||
      touchesRow(changed, view, 'po_line', (row) => row.purchase_order_id === document_id) ||
      touchesRow(changed, view, 'expected_unit', (row) => this.#byLine.has(row.po_line_id ?? '')) ||
      touchesRow(changed, view, 'rma', (row) => row.rma_id === document_id) ||
      touchesRow(changed, view, 'rma_line', (row) => row.rma_id === document_id) ||
      touchesRow(changed, view, 'order', (row) => row.order_id === order_id) ||
      touchesRow(changed, view, 'package', (row) => row.order_id === order_id) ||
      touchesRow(changed, view, 'stock', (row) => products.has(row.product_id))
    );
  }

  /** After the cache changed: what central says of the document, without the counts of this session, which only this station makes. */
  refresh(): void {
    const { read } = this.#context.ledger;
    this.#document = loadDocument(this.#context.ledger, this.#document.document_kind, this.#document.document_id);
    this.#byLine = new Map(this.#document.lines.map((line) => [line.line_id, line]));
    const before = this.#lines;
    this.#lines = new Map(
      this.#document.lines.map(({ line_id, line_number, product, ordered, received }) => {
        const counts = before.get(line_id) ?? { counted: 0, serials: 0, receipt_line_id: null };
        const { product_id, sku } = product;
        return [line_id, { ...counts, line_id, line_number, product_id, sku, ordered, received }];
      }),
    );
    const products = this.#document.lines.map((line) => line.product.product_id);
    this.#codes = new Map(codesOfProducts(read, products).map(({ code, sku }) => [normaliseCode(code), sku]));
    this.#onHand = onHandOf(read, this.#context.pairing.station().warehouse_id, products);
    this.#expected.clear();
    this.#sold = this.#document.order_id === null ? null : new Set(unitsShippedWith(read, this.#document.order_id));
  }

  /** Counts what was just recorded. */
  apply(events: readonly EventDraft[]): void {
    for (const event of events) {
      if (event.type === 'receipt-line-counted') {
        const { line_id, quantity, units, receipt_line_id } = event.body;
        this.#count(line_id, quantity, units.length, receipt_line_id);
        for (const { unit_id, serial_raw } of units)
          this.#addSerial(unit_id, line_id, this.#normalise(line_id, serial_raw));
      } else if (event.type === 'receipt-line-uncounted') {
        const { line_id, quantity, unit_ids, receipt_line_id } = event.body;
        this.#count(line_id, -quantity, -unit_ids.length, receipt_line_id);
        for (const unit_id of unit_ids) this.#dropSerial(unit_id);
      } else if (event.type === 'receiving-session-opened') {
        this.#opened_at =
          this.#context.ledger.view.row('receiving_session', this.subject_id)?.opened_at ?? this.#opened_at;
      }
    }
  }

  facts(): ReceivingFacts {
    return {
      lines: this.#lines,
      policy: (line) => this.#policy(line),
      serialNeed: (line) => {
        const info = this.#byLine.get(line.line_id);
        return info === undefined ? 'none' : serialNeed(info.product, this.#use(), this.#policy(line));
      },
      judge: (line, serials, filling, list) => {
        const info = this.#byLine.get(line.line_id);
        return info === undefined
          ? []
          : judgeSerials(serials, { ...this.#judging(line, info, filling), ...(list && { list }) });
      },
      newId: () => this.#context.clock.newId(),
    };
  }

  /** Announced for a line, or of the pattern of a line's product, whatever else its shape says. */
  awaits(text: string): boolean {
    return [...this.#byLine].some(([line_id, { product }]) => {
      const norm = this.#normalise(line_id, text);
      return (
        [norm, ...otherSpellings(norm)].some((one) => this.#expectedOn(line_id)?.has(one) === true) ||
        fitsPattern(product.serial_pattern, norm)
      );
    });
  }

  #use(): (typeof USE_OF_DOCUMENT)[keyof typeof USE_OF_DOCUMENT] {
    return USE_OF_DOCUMENT[this.#document.document_kind];
  }

  #policy(line: ReceivingLineFacts): EffectivePolicy {
    return this.#context.policy.at({ vendor_id: this.#document.vendor_id, product_id: line.product_id });
  }

  #judging(line: ReceivingLineFacts, info: DocumentLine, filling: boolean): SerialContext {
    return judgingContext(this.#context, this.#serials, {
      use: this.#use(),
      product: info.product,
      policy: this.#policy(line),
      document_codes: this.#codes,
      expected_serials: this.#expectedOn(line.line_id),
      units_sold: this.#sold,
      order_id: this.#document.order_id,
      quantities: filling ? { units: line.counted, serials: line.serials } : null,
    });
  }

  #expectedOn(line_id: string): ReadonlySet<string> | null {
    let expected = this.#expected.get(line_id);
    if (expected === undefined) {
      const rows =
        this.#document.document_kind === 'purchase_order'
          ? this.#context.ledger.view.list('expected_unit', 'po_line_id', line_id)
          : [];
      const announced = rows.filter((row) => row.state === 'open' || row.state === 'matched');
      expected = announced.length === 0 ? null : new Set(announced.map((row) => row.serial_norm));
      this.#expected.set(line_id, expected);
    }
    return expected;
  }

  #normalise(line_id: string, serial_raw: string): string {
    return normaliseSerial(serial_raw, { case_fold: this.#byLine.get(line_id)?.product.serial_case_fold ?? false });
  }

  #count(line_id: string, quantity: number, serials: number, receipt_line_id: string): void {
    const line = this.#lines.get(line_id);
    if (line === undefined) return;
    const counted = Math.max(0, line.counted + quantity);
    // The fold takes the row away with the last unit on it.
    const row = counted === 0 && quantity < 0 ? null : receipt_line_id;
    const counts = { counted, serials: Math.max(0, line.serials + serials), receipt_line_id: row };
    this.#lines.set(line_id, { ...line, ...counts });
  }

  #addSerial(unit_id: string, line_id: string, serial_norm: string): void {
    this.#units.set(unit_id, { line_id, serial_norm });
    this.#serials.add(serial_norm, `${this.#document.number} #${this.#lines.get(line_id)?.line_number ?? ''}`);
  }

  #dropSerial(unit_id: string): void {
    const unit = this.#units.get(unit_id);
    if (unit === undefined) return;
    this.#units.delete(unit_id);
    this.#serials.drop(unit.serial_norm);
  }
}
