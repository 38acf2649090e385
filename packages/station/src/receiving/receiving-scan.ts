import { outcome, refusal, type Outcome, type ScanCommand, type ScanExpectation } from '@serialbridge/core/scan';
import type { ReceivingCommand, ReceivingMachine } from '@serialbridge/core/receiving';
import { normaliseSerial, otherSpellings, unitsOfSpelling } from '@serialbridge/core/serial';
import type { HostContext } from '../contract/host-context.ts';
import type { WorkMeaning } from '../work/scan-target.ts';
import type { ReceivingDraft } from './receiving-draft.ts';

/** What the open line waits for. Once it has all its serials, its product's code is a product again. */
export function receivingExpectation(state: ReceivingMachine, draft: ReceivingDraft | null): ScanExpectation {
  const nothing = { serial_product_id: null, tracking: false };
  if (state.phase === 'list' || draft === null) return { ...nothing, serial: 'none', document_products: new Set() };
  const document_products = new Set([...draft.lines.values()].map((line) => line.product_id));
  const line = state.current_line_id === null ? undefined : draft.lines.get(state.current_line_id);
  const isAwaited = (text: string): boolean => draft.awaits(text);
  if (state.phase !== 'serials' || line === undefined)
    return { ...nothing, serial: 'possible', document_products, isAwaited };
  const short = line.serials < line.counted;
  const waits = short || (state.entry === 'counting' && line.received + line.counted < line.ordered);
  return {
    serial: waits ? 'expected' : 'possible',
    serial_product_id: line.product_id,
    document_products,
    tracking: false,
    isAwaited,
  };
}

const linesOf = (draft: ReceivingDraft | null, product_id: string): readonly string[] =>
  [...(draft?.lines.values() ?? [])].filter((line) => line.product_id === product_id).map((line) => line.line_id);

/**
 * Lines that a serial without its product can be meant for: the product of a known unit (returns, credit memos), a line that an ASN
 * announced it for, else the only line that waits for serials. Null: only the current line can say.
 */
function linesOfSerial(
  context: HostContext,
  state: ReceivingMachine,
  draft: ReceivingDraft | null,
  serial_raw: string,
): readonly string[] | null {
  if (state.phase === 'serials' || draft === null) return null;
  const facts = draft.facts();
  const waiting = [...draft.lines.values()].filter(
    (line) =>
      facts.serialNeed(line) !== 'none' && (line.serials < line.counted || line.received + line.counted < line.ordered),
  );
  const norm = normaliseSerial(serial_raw, { case_fold: false });
  const { view } = context.ledger;
  const units = unitsOfSpelling((one) => view.unitsBySerial(one), norm);
  const products = new Set(units.map((unit) => unit.product_id));
  const byUnit = waiting.filter((line) => products.has(line.product_id));
  if (byUnit.length > 0) return byUnit.map((line) => line.line_id);
  const spellings = new Set([norm, ...otherSpellings(norm)]);
  const announced = waiting.filter((line) =>
    view.list('expected_unit', 'po_line_id', line.line_id).some((row) => spellings.has(row.serial_norm)),
  );
  if (announced.length > 0) return announced.map((line) => line.line_id);
  const [only, ...others] = waiting;
  return only !== undefined && others.length === 0 ? [only.line_id] : null;
}

export type ReceivingMeans =
  | ReceivingCommand
  | { readonly type: 'say'; readonly outcome: Outcome }
  | {
      readonly type: 'open-document';
      readonly document_kind: 'purchase_order' | 'credit_memo' | 'rma';
      readonly document_id: string;
    };

const say = (result: Outcome): ReceivingMeans => ({ type: 'say', outcome: result });

function commandMeans(command: ScanCommand, state: ReceivingMachine): ReceivingMeans {
  switch (command) {
    case 'UNDO':
      return { type: 'undo' };
    case 'SAVE':
      return { type: 'save' };
    case 'NEXT':
      return { type: 'next' };
    case 'CANCEL':
      return state.phase === 'serials' ? { type: 'next' } : { type: 'leave' };
    case 'OK':
      return say(outcome('info', 'scan.ok'));
    case 'BOX':
    case 'WEIGH':
    case 'SHIP':
    case 'SIGNOUT':
      return say(refusal({ code: 'scan.command-not-here', params: { command } }));
    default:
      return say(refusal({ code: 'scan.unknown-command', params: { text: command satisfies never } }));
  }
}

/** What a code asks of receiving. */
export function receivingMeans(
  context: HostContext,
  state: ReceivingMachine,
  draft: ReceivingDraft | null,
  meaning: WorkMeaning,
): ReceivingMeans {
  switch (meaning.kind) {
    case 'command':
      return commandMeans(meaning.command, state);
    case 'product': {
      const { product, code, quantity = null } = meaning;
      return { type: 'product', line_ids: linesOf(draft, product.product_id), code, sku: product.sku, quantity };
    }
    case 'serial': {
      const line_ids = linesOfSerial(context, state, draft, meaning.serial.serial_raw);
      return { type: 'serial', serial: meaning.serial, line_ids, sku: null };
    }
    case 'unit': {
      const { product, serial } = meaning;
      return { type: 'serial', serial, line_ids: linesOf(draft, product.product_id), sku: product.sku };
    }
    case 'document': {
      const { document_kind, document_id } = meaning.document;
      return { type: 'open-document', document_kind, document_id };
    }
    case 'bin':
      return { type: 'set-bin', bin_id: meaning.bin_id, code: meaning.code };
    case 'order':
      return say(refusal({ code: 'receiving.is-order', params: { number: meaning.order.number } }));
    case 'tracking':
      return say(refusal({ code: 'scan.unknown', params: { text: meaning.tracking_number } }));
    default:
      return say(refusal({ code: 'scan.unknown', params: { text: meaning satisfies never } }));
  }
}
