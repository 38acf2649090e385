import { randomUUID } from 'node:crypto';
import { decidePacking, PACKING_START, type PackingCommand, type PackingMachine } from '@serialbridge/core/packing';
import {
  decideReceiving,
  RECEIVING_START,
  type ReceivingCommand,
  type ReceivingMachine,
  type ReceivingSession,
} from '@serialbridge/core/receiving';
import type { Decision } from '@serialbridge/core/scan';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HostContext } from '../contract/host-context.ts';
import { PackingDraft } from '../packing/packing-draft.ts';
import { ReceivingDraft } from '../receiving/receiving-draft.ts';
import {
  BADGE,
  CABLE_LINE,
  ORDER,
  ORDER_CABLE_LINE,
  ORDER_ROUTER_LINE,
  PO,
  ROUTER,
  ROUTER_LINE,
  stockUnit,
  TestStation,
  WAREHOUSE,
} from '@serialbridge/testing/station/small-warehouse';
import type { WorkDraft } from './work.ts';

/**
 * A work under way, and everything that its machine, its rules or its screen can learn from its draft. But for the order in which serials were scanned,
 * which no row has: the warehouse of these tests does not warn of a serial that looks like the last one.
 */
interface Played<S, C> {
  state: S;
  readonly draft: WorkDraft;
  decide(state: S, command: C): Decision<S>;
  /** As it stands now, and as a host that was just started reads it from the ledger. */
  counted(): unknown;
  loaded(): unknown;
  readonly discard: C;
}
type Play<S, C> = (context: HostContext) => Played<S, C>;

const SERIALS = ['RT-00001', 'RT-00002', 'RT-00011', 'RT-00012', 'RT-77777', 'CM-00001', '012345678905', 'X'];
const sorted = <T>(map: ReadonlyMap<string, T>): (readonly [string, T])[] =>
  [...map].toSorted(([one], [other]) => one.localeCompare(other));
const known = (draft: WorkDraft): readonly boolean[] => SERIALS.map((serial) => draft.knowsSerial(serial));

function playReceiving(context: HostContext): Played<ReceivingMachine, ReceivingCommand> {
  const session: ReceivingSession = {
    receiving_session_id: randomUUID(),
    document_kind: 'purchase_order',
    document_id: PO,
    warehouse_id: WAREHOUSE,
    recorded: false,
  };
  const draft = new ReceivingDraft(context, session);
  const facts = (of: ReceivingDraft) => {
    const { lines, judge } = of.facts();
    const units = context.ledger.view.list('receipt_unit', 'receiving_session_id', session.receiving_session_id);
    return {
      lines: sorted(lines),
      document: of.document,
      known: known(of),
      units: units.map(({ unit_id }) => [unit_id, of.unit(unit_id), of.holdsUnit(unit_id)]),
      verdicts: [...lines.values()].map((line) => [judge(line, SERIALS, false), judge(line, SERIALS, true)]),
    };
  };
  const open = { type: 'open', session, status: 'open', number: 'PO-1' } as const;
  return {
    draft,
    state: decideReceiving(RECEIVING_START, open, draft.facts()).state,
    decide: (state, command) => decideReceiving(state, command, draft.facts()),
    counted: () => facts(draft),
    loaded: () => facts(new ReceivingDraft(context, session)),
    discard: { type: 'discard', reason: 'test' },
  };
}

const receivingCommands: fc.Arbitrary<ReceivingCommand> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(...SERIALS).map((serial_raw): ReceivingCommand => {
      const serial = { serial_raw, lot: null, expiry: null };
      return { type: 'serial', serial, line_ids: [ROUTER_LINE], sku: null };
    }),
  },
  fc.record({
    type: fc.constant('mark-received' as const),
    line_id: fc.constantFrom(ROUTER_LINE, CABLE_LINE),
    quantity: fc.integer({ min: 1, max: 3 }),
  }),
  fc.constantFrom(ROUTER_LINE, CABLE_LINE).map((line_id) => ({ type: 'choose-line' as const, line_id })),
  fc.constant({ type: 'undo' as const }),
  fc.constant({ type: 'next' as const }),
);

const packingFacts = (of: PackingDraft) => {
  const { order, lines, boxes, judge, rates } = of.facts();
  const items = [...lines.keys()]
    .flatMap((line) => of.itemsOfLine(line))
    .toSorted((one, other) => one.package_unit_id.localeCompare(other.package_unit_id));
  return {
    order,
    lines: sorted(lines),
    boxes,
    known: known(of),
    items,
    found: items.map(({ package_unit_id, unit_id }) => [
      of.item(package_unit_id),
      unit_id === null ? null : of.holdsUnit(unit_id),
    ]),
    verdicts: [...lines.values()].map((line) => SERIALS.map((serial) => judge(line, serial))),
    rates: rates(),
  };
};

function playPacking(context: HostContext): Played<PackingMachine, PackingCommand> {
  const draft = new PackingDraft(context, ORDER);
  return {
    draft,
    state: decidePacking(PACKING_START, { type: 'open' }, draft.facts()).state,
    decide: (state, command) => {
      // What is to be taken out or weighed is what stands there now.
      const [item] = draft.itemsOfLine(command.type === 'remove' ? command.packed.order_line_id : '');
      if (command.type === 'remove')
        return decidePacking(
          state,
          item === undefined ? { type: 'undo' } : { ...command, packed: item },
          draft.facts(),
        );
      return decidePacking(state, command, draft.facts());
    },
    counted: () => packingFacts(draft),
    loaded: () => packingFacts(new PackingDraft(context, ORDER)),
    discard: { type: 'discard', reason: 'test' },
  };
}

const packSerial = (serial_raw: string): PackingCommand => {
  const serial = { serial_raw, lot: null, expiry: null };
  return { type: 'serial', serial, line_ids: [ORDER_ROUTER_LINE], sku: null };
};
const packCable: PackingCommand = { type: 'pack-quantity', order_line_id: ORDER_CABLE_LINE, quantity: 1 };
/** Only an order that is all in can be weighed. */
const PACK_ALL = [packSerial('RT-00001'), packSerial('RT-00011'), packCable];
const weigh = (weight_g: number): PackingCommand => ({
  type: 'weigh',
  package_id: null,
  weight_g,
  weight_source: 'typed',
  reading_raw: null,
});
const TAKE_OUT_AND_WEIGH: readonly PackingCommand[] = [
  { type: 'undo' },
  packCable,
  { type: 'go-to', phase: 'weigh' },
  weigh(3_000),
];

const packingCommands: fc.Arbitrary<PackingCommand> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...SERIALS).map(packSerial) },
  fc.constant(packCable),
  fc.constantFrom(ORDER_ROUTER_LINE, ORDER_CABLE_LINE).map((order_line_id): PackingCommand => {
    const packed = { package_unit_id: '', package_id: '', order_line_id, unit_id: null, quantity: 1 };
    return { type: 'remove', packed, serial_raw: null };
  }),
  fc.constantFrom(200, 1_000, 2_000, 3_000).map(weigh),
  fc.constantFrom('check' as const, 'weigh' as const).map((phase) => ({ type: 'go-to' as const, phase })),
  fc.constant({ type: 'undo' as const }),
  fc.constant({ type: 'new-package' as const }),
);

/**
 * Plays runs of commands, half of them after `first`, each over a draft that was just loaded, and takes everything back at the end of each.
 * Answers the events that came.
 */
function play<S, C>(
  station: TestStation,
  begin: Play<S, C>,
  commands: fc.Arbitrary<C>,
  first: readonly C[] = [],
  /** What is done after `first` whatever else comes by chance. */
  always: readonly C[] = [],
): ReadonlySet<string> {
  const { context } = station.host;
  const types = new Set<string>();
  const take = (work: Played<S, C>, command: C): void => {
    const { state, events } = work.decide(work.state, command);
    context.record.append(events);
    work.draft.apply(events);
    work.state = state;
    for (const { type } of events) types.add(type);
  };
  const runs = fc
    .tuple(fc.boolean(), fc.array(commands, { minLength: 1, maxLength: 20 }))
    .map(([whole, more]) => [...(whole ? first : []), ...more]);
  fc.assert(
    fc.property(runs, (run) => {
      const work = begin(context);
      try {
        for (const command of run) {
          take(work, command);
          expect(work.counted()).toEqual(work.loaded());
        }
      } finally {
        take(work, work.discard);
      }
    }),
    { numRuns: 30, examples: [[[...first, ...always]]] },
  );
  return types;
}

test('work.draft: counted on with every event, a draft is what the fold makes of the same events, whatever was done', async () => {
  const several = { level: 'tenant', level_id: '', policy_version: 2, key: 'packing.allow_multiple_packages' } as const;
  const boxes = ['policy_value', { ...several, value: true }] as const;
  const stock = SERIALS.slice(0, 4).map((serial) => ['unit', stockUnit(ROUTER, serial)] as const);
  const dock = new TestStation('receivebridge');
  const table = new TestStation('shipbridge', { rows: [boxes, ...stock] });
  try {
    for (const station of [dock, table]) await station.scan(BADGE);
    expect([...play(dock, playReceiving, receivingCommands)].toSorted()).toEqual([
      'receipt-discarded',
      'receipt-line-counted',
      'receipt-line-uncounted',
      'receiving-session-opened',
    ]);
    expect([...play(table, playPacking, packingCommands, PACK_ALL, TAKE_OUT_AND_WEIGH)].toSorted()).toEqual([
      'package-discarded',
      'package-opened',
      'package-weighed',
      'unit-packed',
      'unit-unpacked',
    ]);
  } finally {
    await dock.end();
    await table.end();
  }
});
