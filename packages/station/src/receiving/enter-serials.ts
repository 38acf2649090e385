import { CallError } from '@serialbridge/client';
import { readSerials, type SerialColumn, type SerialList, type SerialRow } from '@serialbridge/core/lists';
import { listFactsOf } from '@serialbridge/core/other-codes';
import { decideBulk, type BulkSerial } from '@serialbridge/core/receiving';
import { outcome } from '@serialbridge/core/scan';
import { expandCount, expandRange, type RuleFailure } from '@serialbridge/core/serial';
import type { MethodParams, MethodResult } from '@serialbridge/protocol/station';
import { productByCode } from '@serialbridge/cache/queries';
import { z } from 'zod';
import type { HostContext } from '../contract/host-context.ts';
import { findingOf } from '../work/feedback.ts';
import type { ReceivingWork } from './receiving-work.ts';

type Params = MethodParams<'receiving.enter_serials'>;
type Result = MethodResult<'receiving.enter_serials'>;

const ENTRY_LIMIT = 10_000;
/** Which column of a layout has the serials, as people chose; the newest layout last. */
const NOTE = 'list-columns';
/** What a spreadsheet did to a code, and what helps against it. */
const BY_SPREADSHEET: ReadonlySet<string> = new Set([
  'code.spreadsheet-number',
  'code.grouped-digits',
  'code.cut-digits',
  'code.date',
]);
const FORMAT_AS_TEXT: RuleFailure = { code: 'list.format-as-text', params: {} };
const LAYOUTS_KEPT = 50;
const Kept = z.array(z.tuple([z.string(), z.union([z.number().int().min(0), z.literal('all')])]));

function refuseEntry(failures: readonly RuleFailure[]): void {
  const [first, ...rest] = failures.map(({ code, params }) => ({ code, message: code, params: { ...params } }));
  if (first !== undefined) throw new CallError([first, ...rest]);
}

/** The serials of a range, without rows of a list. */
function readRange(entry: Exclude<Params['entry'], { text: string }>): readonly BulkSerial[] {
  const expanded =
    'count' in entry ? expandCount(entry.first, entry.count) : expandRange(`${entry.first}-${entry.last}`);
  if (!expanded.ok) refuseEntry(expanded.failures);
  return expanded.ok
    ? expanded.serials.map((serial_raw, at) => ({ row: at + 1, serial_raw, lot: null, expiry: null, faults: [] }))
    : [];
}

/** What a list of products is looked up in once for each text. */
function productLookUp(context: HostContext): (text: string) => { product_id: string; sku: string } | null {
  const found = new Map<string, { product_id: string; sku: string } | null>();
  return (text) => {
    let hit = found.get(text);
    if (hit === undefined) {
      const product = productByCode(context.ledger.read, text);
      hit = product === null ? null : { product_id: product.product_id, sku: product.sku };
      found.set(text, hit);
    }
    return hit;
  };
}

/** Reads a pasted or chosen list for a line: rows of another product are faults, a text that no product has is said. */
function readList(
  context: HostContext,
  { text, column = null }: { readonly text: string; readonly column?: SerialColumn | null | undefined },
  line: { readonly product_id: string; readonly sku: string },
): { readonly list: SerialList; readonly rows: readonly BulkSerial[] } {
  const find = productLookUp(context);
  const kept = Kept.safeParse(context.record.recall(NOTE)).data ?? [];
  const list = readSerials(text, {
    choose: (layout) => {
      const before = kept.find(([key]) => key === layout)?.[1] ?? null;
      if (column !== null && column !== before) {
        const others = kept.filter(([key]) => key !== layout).slice(1 - LAYOUTS_KEPT);
        context.record.remember({ [NOTE]: [...others, [layout, column]] });
      }
      return column ?? before;
    },
    isProductCode: (code) => find(code) !== null,
  });
  const unknown = list.rows.find(({ product }) => product !== null && find(product) === null)?.product ?? null;
  const notes =
    unknown === null ? list.notes : [...list.notes, { code: 'list.product-unknown', params: { text: unknown } }];
  const rows = list.rows.map((row: SerialRow): BulkSerial => {
    const other = row.product === null ? null : find(row.product);
    if (other === null || other.product_id === line.product_id) return row;
    const fault = { code: 'list.other-product', params: { text: row.product ?? '', sku: line.sku } };
    return { ...row, faults: [...row.faults, fault] };
  });
  return { list: { ...list, notes }, rows };
}

/** Enter many: a list or a range for one line, judged whole, with what is wrong with the list beside what is wrong with its serials. */
export function serialsEntry(context: HostContext, work: ReceivingWork): (params: Params) => Result {
  return ({ line_id, entry, dry_run, skip_bad }) => {
    const { draft, state } = work;
    const line = draft?.lines.get(line_id);
    if (draft === null || state.session === null || line === undefined) {
      throw CallError.of('receiving.no-line', 'This line is not on the open document; open the document again.');
    }
    const facts = draft.facts();
    if (facts.serialNeed(line) === 'none') {
      throw CallError.of('receiving.no-serials-here', 'This product takes no serials.', { sku: line.sku });
    }
    const read = 'text' in entry ? readList(context, entry, line) : null;
    const rows = read === null ? readRange(entry as Exclude<Params['entry'], { text: string }>) : read.rows;
    if (rows.length === 0)
      throw CallError.of('receiving.entry-empty', 'There is no serial in the text; paste one a line.');
    if (rows.length > ENTRY_LIMIT)
      refuseEntry([{ code: 'serial-entry.too-many', params: { count: rows.length, limit: ENTRY_LIMIT } }]);
    const listed = read === null ? undefined : listFactsOf(rows.map(({ serial_raw }) => serial_raw));
    const bulk = decideBulk(state, state.session, line, rows, facts, listed);
    const ask = read?.list.ask ?? false;
    const rewritten =
      read !== null && bulk.refused.some(({ findings }) => findings.some(({ code }) => BY_SPREADSHEET.has(code)));
    const take = !dry_run && !ask && bulk.accepted > 0 && (bulk.refused.length === 0 || skip_bad);
    if (take) {
      const level = bulk.refused.length > 0 || bulk.warned.length > 0 ? 'warning' : 'accepted';
      const said = { accepted: bulk.accepted, entered: rows.length, refused: bulk.refused.length, sku: line.sku };
      context.screens.signal(work.commit({ ...bulk, outcome: outcome(level, 'receiving.bulk-entered', said) }));
    }
    const verdictOf = (judged: (typeof bulk.refused)[number]): Result['refused'][number] => ({
      ...judged,
      findings: judged.findings.map(findingOf),
      warnings: judged.warnings.map(findingOf),
    });
    return {
      entered: rows.length,
      accepted: dry_run || take ? bulk.accepted : 0,
      refused: bulk.refused.map(verdictOf),
      warned: bulk.warned.map(verdictOf),
      notes: [...(read?.list.notes ?? []).slice(0, 100), ...(rewritten ? [FORMAT_AS_TEXT] : [])].map(findingOf),
      columns: (read?.list.columns ?? []).slice(0, 50).map((column) => ({ ...column, samples: [...column.samples] })),
      chosen: read?.list.chosen ?? 'all',
      ask,
    };
  };
}
