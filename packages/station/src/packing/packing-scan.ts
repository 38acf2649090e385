import { outcome, refusal, type Outcome, type ScanCommand, type ScanExpectation } from '@serialbridge/core/scan';
import type { PackingCommand, PackingMachine } from '@serialbridge/core/packing';
import { normaliseSerial, unitsOfSpelling } from '@serialbridge/core/serial';
import type { HostContext } from '../contract/host-context.ts';
import type { WorkMeaning } from '../work/scan-target.ts';
import type { PackingDraft } from './packing-draft.ts';

/** What the table waits for: a serial of the chosen line, an item, a tracking number, or an order. */
export function packingExpectation(state: PackingMachine, draft: PackingDraft | null): ScanExpectation {
  const nothing = { serial: 'none' as const, serial_product_id: null, tracking: false };
  if (draft === null || state.phase === 'list' || state.phase === 'done') {
    return { ...nothing, document_products: new Set() };
  }
  const document_products = new Set([...draft.lines.values()].map((line) => line.product_id));
  if (state.phase === 'ship') return { ...nothing, document_products, tracking: true };
  const line = state.current_line_id === null ? undefined : draft.lines.get(state.current_line_id);
  if (line === undefined || line.need === 'none' || line.packed >= line.quantity) {
    return { ...nothing, serial: 'possible', document_products, isAwaited: (text) => draft.awaits(text) };
  }
  return { serial: 'expected', serial_product_id: line.product_id, document_products, tracking: false };
}

const linesOf = (draft: PackingDraft | null, product_id: string): readonly string[] =>
  [...(draft?.lines.values() ?? [])].filter((line) => line.product_id === product_id).map((line) => line.order_line_id);

/** Lines of the product that a known unit with this serial is of. Null: the current line, or the only one waiting, must say. */
function linesOfSerial(
  context: HostContext,
  state: PackingMachine,
  draft: PackingDraft | null,
  serial_raw: string,
): readonly string[] | null | 'ambiguous' | { readonly not_ordered: string } {
  // A product was scanned first: its serial is meant, and one of another product is a mix-up for the rules to refuse.
  if (draft === null || state.current_line_id !== null) return null;
  const { view } = context.ledger;
  const norm = normaliseSerial(serial_raw, { case_fold: false });
  const units = unitsOfSpelling((one) => view.unitsBySerial(one), norm);
  const ordered = units.filter((unit) => linesOf(draft, unit.product_id).length > 0);
  const here = ordered.filter((unit) => unit.state === 'in_stock' || unit.state === 'allocated');
  const products = new Set((here.length > 0 ? here : ordered).map((unit) => unit.product_id));
  const [product_id, ...others] = products;
  if (others.length > 0) return 'ambiguous';
  if (product_id !== undefined) return linesOf(draft, product_id);
  const waiting = [...draft.lines.values()].filter((line) => line.need !== 'none' && line.packed < line.quantity);
  const [unit] = units;
  // With one line waiting its rules say best what is wrong; else it is a wrong item.
  if (unit === undefined || waiting.length === 1) return null;
  return { not_ordered: view.row('product', unit.product_id)?.sku ?? '?' };
}

export type PackingMeans =
  | PackingCommand
  | { readonly type: 'say'; readonly outcome: Outcome }
  | { readonly type: 'open-order'; readonly order_id: string }
  | { readonly type: 'read-scale' };

const say = (result: Outcome): PackingMeans => ({ type: 'say', outcome: result });
const SHIP: PackingCommand = { type: 'ship', carrier: null, service: null, tracking: [] };

function backward(state: PackingMachine): PackingMeans {
  if (state.phase === 'check' && state.current_line_id !== null) return { type: 'choose-line', order_line_id: null };
  if (state.phase === 'weigh') return { type: 'go-to', phase: 'check' };
  if (state.phase === 'ship') return { type: 'go-to', phase: 'weigh' };
  return { type: 'leave' };
}

function forward(state: PackingMachine): PackingMeans {
  if (state.phase === 'check') return { type: 'go-to', phase: 'weigh' };
  if (state.phase === 'weigh') return { type: 'go-to', phase: 'ship' };
  if (state.phase === 'ship') return SHIP;
  return { type: 'leave' };
}

function commandMeans(command: ScanCommand, state: PackingMachine): PackingMeans {
  switch (command) {
    case 'UNDO':
      return { type: 'undo' };
    case 'NEXT':
      return forward(state);
    case 'CANCEL':
      return backward(state);
    case 'BOX':
      return { type: 'new-package' };
    case 'WEIGH':
      return { type: 'read-scale' };
    case 'SHIP':
      return state.phase === 'ship' ? SHIP : { type: 'go-to', phase: 'ship' };
    case 'OK':
      return say(outcome('info', 'scan.ok'));
    case 'SAVE':
    case 'SIGNOUT':
      return say(refusal({ code: 'scan.command-not-here', params: { command } }));
    default:
      return say(refusal({ code: 'scan.unknown-command', params: { text: command satisfies never } }));
  }
}

/** What a code asks of packing. */
export function packingMeans(
  context: HostContext,
  state: PackingMachine,
  draft: PackingDraft | null,
  meaning: WorkMeaning,
): PackingMeans {
  switch (meaning.kind) {
    case 'command':
      return commandMeans(meaning.command, state);
    case 'product': {
      const { product, code, quantity = null } = meaning;
      return { type: 'product', line_ids: linesOf(draft, product.product_id), code, sku: product.sku, quantity };
    }
    case 'serial': {
      const { serial_raw } = meaning.serial;
      const line_ids = linesOfSerial(context, state, draft, serial_raw);
      if (line_ids === 'ambiguous') {
        return say(refusal({ code: 'packing.serial-ambiguous', params: { serial: serial_raw } }));
      }
      const not = line_ids !== null && 'not_ordered' in line_ids ? line_ids.not_ordered : null;
      const lines = line_ids !== null && 'not_ordered' in line_ids ? [] : line_ids;
      return { type: 'serial', serial: meaning.serial, line_ids: lines, sku: not };
    }
    case 'unit': {
      const { product, serial } = meaning;
      return { type: 'serial', serial, line_ids: linesOf(draft, product.product_id), sku: product.sku };
    }
    case 'order':
      return { type: 'open-order', order_id: meaning.order.order_id };
    case 'tracking':
      return { type: 'tracking', tracking_number: meaning.tracking_number };
    case 'document':
      return say(refusal({ code: 'packing.is-document', params: { number: meaning.document.number } }));
    case 'bin':
      return say(refusal({ code: 'packing.is-bin', params: { code: meaning.code } }));
    default:
      return say(refusal({ code: 'scan.unknown', params: { text: meaning satisfies never } }));
  }
}
